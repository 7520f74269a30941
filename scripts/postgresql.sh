#!/usr/bin/env bash
# A throw-away PostgreSQL server, for tests and benchmarks:
#
#   scripts/postgresql.sh start DIR   makes it in DIR and prints the SQLAlchemy URL of its superuser
#   scripts/postgresql.sh stop DIR    ends it and removes DIR
#   scripts/postgresql.sh find        prints the folder of the programs, or says what is missing
#
# It listens on 127.0.0.1, where one needs the password that is in the URL, and on a socket in
# DIR/data, which only its owner can enter: psql -h DIR/data -p PORT -U hudna postgres
# With HUDNA_POSTGRESQL_FAST=1 it does not wait for the disk: right for tests, wrong for measuring.
set -euo pipefail

OLDEST=15 # major version

die() {
    printf 'postgresql.sh: %s\n' "$*" >&2
    exit 1
}

find_programs() { # the folder of initdb, pg_ctl and postgres: in PATH, or Debian's newest
    local folder
    while IFS= read -r folder; do
        [[ -x $folder/initdb && -x $folder/pg_ctl && -x $folder/postgres ]] || continue
        if [[ $("$folder/postgres" --version) =~ [0-9]+ ]] && ((BASH_REMATCH[0] >= OLDEST)); then
            echo "$folder"
            return
        fi
    done < <(
        type -P initdb | sed 's,/[^/]*$,,' || true
        printf '%s\n' /usr/lib/postgresql/*/bin | sort -rV
    )
    die "found no PostgreSQL $OLDEST or newer (Debian: apt-get install postgresql)"
}

as_owner() { # the server refuses to run as root; there all that it owns is the user postgres's
    if [[ $(id -u) == 0 ]]; then
        setpriv --reuid=postgres --regid=postgres --init-groups -- "$@"
    else
        "$@"
    fi
}

remove() { # the server in the working folder, and the folder
    local programs=$1
    if as_owner "$programs/pg_ctl" status --pgdata=data > /dev/null 2>&1; then
        # Nothing of it is needed again, so it need not write what it still holds.
        as_owner "$programs/pg_ctl" stop --pgdata=data --mode=immediate --wait --silent
    fi
    rm -rf -- "$PWD"
}

start() {
    local dir=$1 programs password port said
    programs=$(find_programs)
    [[ ! -e $dir || -d $dir && -z $(ls -A "$dir") ]] || die "$dir is there and is not an empty folder"
    if [[ $(id -u) == 0 ]]; then
        id postgres > /dev/null 2>&1 || die "root needs a user \`postgres\` to run it as: make one"
        command -v setpriv > /dev/null || die "root needs setpriv to run it (Debian: util-linux)"
    fi
    mkdir -p "$dir"
    cd "$dir"
    trap "remove '$programs'" EXIT # unless it comes to be
    chmod 700 .
    if [[ $(id -u) == 0 ]]; then
        chown postgres: .
        as_owner test -x "$PWD" || die "the user \`postgres\` cannot enter $PWD: name another folder"
    fi

    password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
    as_owner sh -c 'umask 077 && cat > password' <<< "$password"
    said=$(as_owner "$programs/initdb" --pgdata=data --username=hudna --pwfile=password \
        --auth-local=trust --auth-host=scram-sha-256 --encoding=UTF8 --locale=C \
        --no-sync --no-instructions 2>&1) || die "initdb failed: $said"
    settings | as_owner sh -c 'rm password && cat >> data/postgresql.conf'

    for _ in 1 2 3 4 5; do # ports below those that the system hands out
        port=$((20000 + RANDOM % 12000))
        if said=$(as_owner "$programs/pg_ctl" start --pgdata=data --log=data/log --wait --silent \
            --options="-p $port" 2>&1 < /dev/null); then
            trap - EXIT
            echo "postgresql+psycopg://hudna:$password@127.0.0.1:$port/postgres"
            return
        fi
        as_owner grep -q 'could not bind' data/log || break
    done
    die "the server did not start: $said $(as_owner cat data/log 2>&1)"
}

settings() {
    echo "listen_addresses = '127.0.0.1'"
    echo "unix_socket_directories = '.'"
    if [[ ${HUDNA_POSTGRESQL_FAST:-} == 1 ]]; then
        printf '%s = off\n' fsync full_page_writes synchronous_commit
    fi
}

stop() {
    local dir=$1 programs
    [[ -f $dir/data/PG_VERSION ]] || die "$dir holds no server of this script: nothing was removed"
    programs=$(find_programs)
    cd "$dir"
    remove "$programs"
}

case "$# ${1:-}" in
    "2 start") start "$2" ;;
    "2 stop") stop "$2" ;;
    "1 find") find_programs ;;
    *) die "say start DIR, stop DIR or find" ;;
esac
