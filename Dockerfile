# syntax=docker/dockerfile:1
# Both are arguments so that a site can pin digests or name its own mirror: --build-arg NODE_IMAGE=mirror.example/node:24-bookworm-slim@sha256:...
ARG NODE_IMAGE=docker.io/library/node:24-bookworm-slim
ARG RUNTIME_IMAGE=gcr.io/distroless/cc-debian12:nonroot

# What is built is JavaScript and the same on every platform, so it is built once and without emulation.
FROM --platform=${BUILDPLATFORM:-linux/amd64} ${NODE_IMAGE} AS build
WORKDIR /build
COPY package.json package-lock.json ./
# Nothing that is installed needs an install script, neither here nor at run time.
RUN npm ci --no-audit --no-fund --ignore-scripts
COPY tsconfig.json tsconfig.build.json nest-cli.json ./
COPY src ./src
COPY tools ./tools
# One bundle runs; of the packages only Swagger UI's files stay beside it. Fixed times make the layers reproducible.
RUN npm run build \
    && mkdir -p /image/app/node_modules/swagger-ui-dist /image/app/openapi \
    && cp -R dist /image/app/dist \
    && find /image/app/dist \( -name '*.map' -o -name 'build.js' \) -delete \
    && cd node_modules/swagger-ui-dist \
    && cp package.json LICENSE NOTICE absolute-path.js index.js index.css index.html favicon-*.png oauth2-redirect.* swagger-ui.css \
          swagger-initializer.js swagger-ui-bundle.js* swagger-ui-standalone-preset.js* /image/app/node_modules/swagger-ui-dist/ \
    && rm /image/app/node_modules/swagger-ui-dist/*.map \
    && cd /build \
    && cp openapi/openapi.json /image/app/openapi/ \
    && cp package.json /image/app/ \
    && rm /image/app/dist/bundled-packages.json
COPY LICENSE /image/app/
RUN chmod -R a=rX /image && find /image -exec touch --no-dereference --date=@0 {} +

# The runtime of the platform that the image is for.
FROM ${NODE_IMAGE} AS node

# No shell, no package manager: the C++ runtime library, certificates of the public web, and what is copied here.
FROM ${RUNTIME_IMAGE} AS runtime
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="mtls-doctor" \
      org.opencontainers.image.description="Diagnoses X.509 client-certificate (mutual TLS) failures in and around SAP" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
COPY --from=node /usr/local/bin/node /usr/local/bin/node
COPY --from=build /image/ /
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=3000 \
    SHUTDOWN_DELAY=5
WORKDIR /app
USER 1000:1000
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=3s --start-period=10s --retries=3 \
    CMD ["/usr/local/bin/node", "-e", "require(process.env.TLS_DIR ? 'node:https' : 'node:http').get({ host: '127.0.0.1', port: process.env.PORT || 3000, path: '/health/live', rejectUnauthorized: false }, (reply) => process.exit(reply.statusCode === 200 ? 0 : 1)).on('error', () => process.exit(1))"]
ENTRYPOINT ["/usr/local/bin/node"]
CMD ["dist/main.js"]
