import { Module } from '@nestjs/common';
import { EmployeePredictionsController } from './employee-predictions.controller.js';
import { EmployeeTransfersController } from './employee-transfers.controller.js';
import { EmployeesController } from './employees.controller.js';
import { EmployeesModule } from './employees.module.js';
import { EmployeeLineageController } from './lineage/employee-lineage.controller.js';

@Module({
  imports: [EmployeesModule],
  controllers: [
    EmployeeTransfersController,
    EmployeePredictionsController,
    EmployeeLineageController,
    EmployeesController,
  ],
})
export class EmployeesHttpModule {}
