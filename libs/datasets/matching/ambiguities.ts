import type { DatasetColumn, DatasetDefinition } from '../feature-schema.js';
import { folded } from './folded.js';

/** Why a request could not be matched with the columns of a dataset; empty where it can. */
export function ambiguities({ identifier, columns }: DatasetDefinition): string[] {
  return [...ambiguousNames(identifier, columns), ...columns.flatMap(ambiguousTexts)];
}

function ambiguousNames(identifier: string, columns: readonly DatasetColumn[]): string[] {
  const taken = new Set([identifier]);
  const problems: string[] = [];
  const take = (name: string): void => {
    if (taken.has(name)) problems.push(`${name} names two columns`);
    taken.add(name);
  };
  for (const { name } of columns) if (name !== identifier) take(name);
  for (const { aliases } of columns) aliases?.forEach(take);
  return problems;
}

function ambiguousTexts({ name, kind, allowedValues, synonyms }: DatasetColumn): string[] {
  const values = kind === 'boolean' ? ['true', 'false'] : (allowedValues ?? []);
  if (synonyms && values.length === 0) return [`${name} has synonyms but no allowed values`];
  const problems: string[] = [];
  const meaning = new Map<string, string>();
  const mean = (text: string, value: string): void => {
    const key = folded(text);
    if (key === undefined || key === '') {
      problems.push(`${name}: ${JSON.stringify(text)} cannot be compared`);
      return;
    }
    const other = meaning.get(key);
    if (other !== undefined && other !== value)
      problems.push(`${name}: ${JSON.stringify(text)} means both ${other} and ${value}`);
    meaning.set(key, value);
  };
  for (const value of values) mean(value, value);
  for (const [value, texts] of Object.entries(synonyms ?? {})) {
    if (!values.includes(value)) problems.push(`${name} has synonyms of ${value}, which is no value of it`);
    for (const text of texts) mean(text, value);
  }
  return problems;
}
