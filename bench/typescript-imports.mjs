// Node runs TypeScript by itself but takes import paths as they are written, and ours end in .js as the compiler
// wants it: node --import ./bench/typescript-imports.mjs bench/<name>.ts
import { registerHooks } from 'node:module';

const bench = new URL('.', import.meta.url).href;

registerHooks({
  resolve(specifier, context, nextResolve) {
    const isOwn = specifier.startsWith('.') && context.parentURL?.startsWith(bench);
    return nextResolve(isOwn ? specifier.replace(/\.js$/, '.ts') : specifier, context);
  },
});
