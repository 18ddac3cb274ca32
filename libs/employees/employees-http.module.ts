import { Module } from '@nestjs/common';
import { AttritionController } from './attrition.controller.js';
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
    AttritionController,
    EmployeeLineageController,
    EmployeesController,
  ],
})
export class EmployeesHttpModule {}
