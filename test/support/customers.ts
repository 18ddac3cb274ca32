import type { VeridictOperations } from '#libs/sdk';

export interface StoredCustomer {
  readonly row_id: string;
  readonly values: Readonly<Record<string, unknown>>;
}

const notFeatures = ['TARGET', 'SK_ID_CURR'];

/** Every customer, without the columns that are kept to watch fairness. */
export async function everyCustomer(veridict: VeridictOperations): Promise<StoredCustomer[]> {
  const customers: StoredCustomer[] = [];
  let cursor: string | undefined;
  do {
    const { data } = await veridict.listDatasetRows({
      path: { name: 'customers' },
      query: { limit: 100, ...(cursor === undefined ? {} : { cursor }) },
    });
    customers.push(...data.items);
    cursor = data.next_cursor ?? undefined;
  } while (cursor !== undefined);
  return customers;
}

/** As a request to `default-risk` describes the customer. */
export function customerFeaturesOf({ values }: StoredCustomer): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !notFeatures.includes(name)));
}
