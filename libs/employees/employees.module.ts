import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DatasetRegistry, DatasetsModule } from '#libs/datasets';
import { ModelRegistry } from '#libs/models';
import { attritionModel } from './attrition-model.js';
import { EmployeeTransfersService } from './employee-transfers.service.js';
import { EmployeeEntity } from './employee.entity.js';
import { employeesDataset } from './employees-dataset.js';
import { EmployeesService } from './employees.service.js';
import { EmployeeImportService } from './import/employee-import.service.js';
import { EmployeeLineageService } from './lineage/employee-lineage.service.js';

@Module({
  imports: [DatasetsModule, TypeOrmModule.forFeature([EmployeeEntity])],
  providers: [EmployeesService, EmployeeImportService, EmployeeTransfersService, EmployeeLineageService],
  exports: [EmployeesService, EmployeeImportService, EmployeeTransfersService, EmployeeLineageService],
})
export class EmployeesModule {
  constructor(datasets: DatasetRegistry, models: ModelRegistry) {
    datasets.register(employeesDataset);
    models.declare(attritionModel);
  }
}
