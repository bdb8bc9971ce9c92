#!/usr/bin/env bash
# One array iterator that gets a `next` of its own makes V8 iterate every array of the process the long way, for good.
#
# Versions: node 20.20.2, 24.21.0 and 26.10.0. Seen on 2026-11-29.
#
# An instrumentation that follows an iterator may put a `next` on the object itself: it changes nothing for anybody else. V8 keeps
# one fact for all arrays of a realm, that nobody has changed how they are iterated, and spreads and destructures by it without
# calling `next`. A property of that name on any array iterator ends it, also when it is deleted again; the functions of
# other iterators were not touched. The same `next` on a prototype of the iterator's own keeps the fact.
#
# Output seen, for each version (the answer is V8's own, by %ArrayIteratorProtector):
#   at first: intact
#   next on a prototype of its own: intact
#   next of its own: gone
#   deleted again: gone
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true }' > package.json
npm install --no-audit --no-fund --loglevel=error --ignore-scripts=false node-20@npm:node@20.20.2 node-24@npm:node@24.21.0 node-26@npm:node@26.10.0 > /dev/null

cat > program.cjs <<'JS'
const look = (when) => console.log(`${when}: ${%ArrayIteratorProtector() ? 'intact' : 'gone'}`)
const follow = (target, iterator) => {
  const { next } = iterator
  Object.defineProperty(target, 'next', { value: () => Reflect.apply(next, iterator, []), configurable: true, writable: true })
}
look('at first')
const one = [1, 2][Symbol.iterator]()
const between = Object.create(Object.getPrototypeOf(one))
follow(between, one)
Object.setPrototypeOf(one, between)
look('next on a prototype of its own')
const other = [1, 2][Symbol.iterator]()
follow(other, other)
look('next of its own')
delete other.next
look('deleted again')
JS

expected='at first: intact
next on a prototype of its own: intact
next of its own: gone
deleted again: gone'
for node in 20 24 26; do
  "node_modules/node-$node/bin/node" --version
  seen=$("node_modules/node-$node/bin/node" --allow-natives-syntax program.cjs)
  echo "$seen"
  [ "$seen" = "$expected" ]
done
