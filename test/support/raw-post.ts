/** A POST with exactly these bytes, for what the generated client cannot say. */
export async function rawPost(
  address: string,
  token: string | undefined,
  body: string,
  contentType = 'application/json',
): Promise<{ status: number; text: string; headers: Headers }> {
  const response = await fetch(address, {
    method: 'POST',
    headers: {
      'content-type': contentType,
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body,
  });
  return { status: response.status, text: await response.text(), headers: response.headers };
}
