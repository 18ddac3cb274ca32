import type { EmployeeDto, EmployeeFeaturesDto } from '#libs/sdk';

/** What the model may see of a stored employee. */
export function employeeFeaturesOf(employee: EmployeeDto): EmployeeFeaturesDto {
  const { id: _, a_quitte_l_entreprise: __, created_at, updated_at, version, ...rest } = employee;
  const { genre: ___, statut_marital: ____, ...features } = rest;
  return features;
}
