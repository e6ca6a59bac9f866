# syntax=docker/dockerfile:1

# Magpie in an image that holds nothing but the program and the certificates by which
# it knows the web. Time zones are inside the program.

FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG VERSION=unknown
RUN make "dist/magpie-linux-$(go env GOARCH)" VERSION="$VERSION" \
 && mv dist/magpie-linux-* /magpie \
 && mkdir /empty

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build --chown=65532:65532 /empty /data
COPY --from=build --chown=65532:65532 /empty /tmp
COPY --from=build /magpie /magpie
ENV MAGPIE_DATA=/data
USER 65532:65532
VOLUME /data
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=8s --start-period=60s --retries=3 CMD ["/magpie", "healthcheck"]
ENTRYPOINT ["/magpie"]
