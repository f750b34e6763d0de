#!/bin/sh
# wrap.sh COMPILER GENERATE SOURCES BUILD: makes lib/libqtrace_wrap.a, an object for each function of the libraries that
# are compiled into programs, and lib/qtrace-wrap.options, which makes the linker use them.
set -eu
compiler=$1 generate=$2 sources=$3 build=$4
folder=$build/generated/interpose/wrap
rm -rf "$folder" "$build/lib/libqtrace_wrap.a"
mkdir -p "$folder"
"$generate" "$sources/rules/models" wrap "$folder"
# The names that are wrapped by hand, too.
{
    "$generate" "$sources/rules/models" names wrap
    sed -n 's/.*__wrap_\([a-z_0-9]*\)(.*) {$/\1/p' "$sources"/runtime-shim/interpose/wrap/*.c
} | sort -u | sed 's/^/-Wl,--wrap=/' >"$build/lib/qtrace-wrap.options"
cd "$folder"
"$compiler" -std=c17 -O2 -fPIC -c -w -D_GNU_SOURCE -I"$build/rooms/qtrace_interpose" -I"$build/rooms/qtrace_task" \
    -I"$build/rooms/qtrace_base" -I"$build/rooms/qtrace_clock" -I"$build/rooms/program" -I"$build/rooms/base" \
    ./*.c "$sources"/runtime-shim/interpose/wrap/*.c
ar rcs "$build/lib/libqtrace_wrap.a" ./*.o
