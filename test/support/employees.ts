import type { EmployeeDto, EmployeeImportReportDto, VeridictOperations } from '#libs/sdk';
import type { Extracts } from './employee-extracts.js';

export async function importExtracts(
  veridict: VeridictOperations,
  extracts: Extracts,
): Promise<EmployeeImportReportDto> {
  const body = Object.fromEntries(
    Object.entries(extracts).map(([name, text]) => [name, new Blob([text], { type: 'text/csv' })]),
  );
  return (await veridict.importEmployees({ body })).data;
}

/** All pages. */
export async function everyEmployee(
  veridict: VeridictOperations,
  filters: { readonly include_sensitive?: boolean } = {},
): Promise<EmployeeDto[]> {
  const employees: EmployeeDto[] = [];
  for (let cursor: string | undefined; ;) {
    const query = { limit: 1000, ...filters, ...(cursor === undefined ? {} : { cursor }) };
    const { data } = await veridict.listEmployees({ query });
    employees.push(...data.items);
    if (data.next_cursor === null) return employees;
    cursor = data.next_cursor;
  }
}
