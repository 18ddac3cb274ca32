import pg from 'pg';
import type { LearntSql } from '#libs/ml';

/**
 * The constants that the champion of a model learnt, as SQL for `derivedToSql`: a view that is made with it shows the
 * features that the champion computes, and follows when another version becomes champion. Without a champion, and where
 * the champion did not learn the constant, it is missing.
 *
 * The champion's constants are read once per query, not per row: that part refers to no column of the view.
 */
export function learntConstantSql(model: string): LearntSql {
  return ({ key }, groupValue) => {
    const constant =
      `(SELECT learnt -> ${pg.escapeLiteral(key)} FROM model_versions JOIN model_aliases USING (model, version)` +
      ` WHERE model = ${pg.escapeLiteral(model)} AND alias = 'champion')`;
    return groupValue === undefined ? `(${constant} #>> '{}')` : `(${constant} ->> ${groupValue})`;
  };
}
