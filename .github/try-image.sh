#!/usr/bin/env bash
# try-image.sh server|space: starts the image veridict:<target> as it is meant to run (an ordinary user, a read-only
# root), waits for its own health check, and stops it with SIGTERM.
set -euo pipefail
target=$1
options=(--detach --name veridict --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges)

if [ "$target" = server ]; then
  docker network create veridict
  docker run --detach --name postgres --network veridict --env POSTGRES_PASSWORD=only-for-this-test \
    --health-cmd 'pg_isready --host=127.0.0.1 --username=postgres' --health-interval 1s postgres:18-bookworm
  options+=(--network veridict --init --volume veridict-data:/veridict/data
    --env DATABASE_URL=postgresql://postgres:only-for-this-test@postgres:5432/postgres
    --env JWT_SECRET=only-for-this-test-thirty-two-characters
    --env SEED_SAMPLE_DATA=true --env FIRST_MODEL_ALGORITHM=linear)
fi

until_healthy() {
  for _ in $(seq 180); do
    status=$(docker inspect --format '{{.State.Status}} {{.State.Health.Status}}' "$1")
    case $status in
      'running healthy') return ;;
      running*) sleep 1 ;;
      *) break ;;
    esac
  done
  echo "$1 is $status:" >&2
  docker logs "$1" >&2
  exit 1
}

[ "$target" = server ] && until_healthy postgres
docker run "${options[@]}" "veridict:$target"
until_healthy veridict

user=$(docker exec veridict id -u)
[ "$user" = 1000 ] || { echo "It runs as $user." >&2; exit 1; }

docker stop -t 30 veridict
code=$(docker inspect --format '{{.State.ExitCode}}' veridict)
docker image ls veridict
[ "$code" = 0 ] || { echo "After SIGTERM it ended with $code." >&2; docker logs veridict >&2; exit 1; }
