import { describe, expect, it } from '@jest/globals';
import { deliveredModel } from '../testing/delivered-runs.js';
import { runUuidTag } from './run-tags.js';
import { loggedModelTags, versionEntry } from './version-entry.js';

describe('what a version says of itself', () => {
  const delivered = deliveredModel('binary');
  const { description, tags } = versionEntry(delivered);

  it('is the same in the registry and on the page of the logged model', () => {
    expect(description).toMatch(/^Version 3 of \*\*/);
    expect(loggedModelTags(delivered)).toEqual([...tags, { key: 'mlflow.note.content', value: description }]);
  });

  it('names the run that it came from', () => {
    expect(tags).toContainEqual({ key: runUuidTag, value: delivered.run.id });
  });
});
