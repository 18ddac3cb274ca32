import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsInt } from 'class-validator';
import { employeeIdSchema } from './employee.dto.js';

/** As the import reads employee numbers; 15 digits, so that JavaScript counts them exactly. */
const employeeNumber = /^(?:[Ee]_)?0*([1-9]\d{0,14})$/;

const numberOfPath = ({ value }: { value: unknown }): number => {
  const digits = typeof value === 'string' ? employeeNumber.exec(value)?.[1] : undefined;
  return digits === undefined ? Number.NaN : Number(digits);
};

/** An employee's number in a path: 7, 000007 and E_7 are the same person. */
export const EmployeeNumber = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({
      oneOf: [
        employeeIdSchema,
        {
          type: 'string',
          maxLength: 40,
          pattern: employeeNumber.source,
          description: 'As the extracts write it',
        },
      ],
      description: "The employee's number: 7, 000007 and E_7 are the same person",
      example: 7,
    }),
    Transform(numberOfPath),
    IsInt({ message: 'must be an employee number: 7, 000007 or E_7, of at most 15 digits' }),
  );
