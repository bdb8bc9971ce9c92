type Properties = ReadonlyMap<PropertyKey, PropertyDescriptor>

interface Look {
  readonly path: string
  readonly prototype: unknown
  readonly properties: Properties
}

/** What every object reached had as its prototype and as its own properties. */
export type Snapshot = ReadonlyMap<object, Look>

/**
 * Looks at everything that can be reached from some roots over own properties and prototypes, without calling a getter.
 */
export function takeSnapshot(roots: Readonly<Record<string, object>>): Snapshot {
  const snapshot = new Map<object, Look>()
  const queue: Array<readonly [string, unknown]> = Object.entries(roots)
  for (const [path, value] of queue) {
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null || snapshot.has(value)) continue
    const prototype: unknown = Object.getPrototypeOf(value)
    const properties = new Map(Reflect.ownKeys(value).map((key) => [key, Object.getOwnPropertyDescriptor(value, key)!]))
    snapshot.set(value, { path, prototype, properties })
    queue.push([`${path}.__proto__`, prototype])
    for (const [key, { value, get, set }] of properties) {
      for (const part of [value, get, set]) queue.push([`${path}.${String(key)}`, part])
    }
  }
  return snapshot
}

/** Says what is different in a later snapshot: the paths of what was added, removed or changed. */
export function differences(before: Snapshot, after: Snapshot): string[] {
  const found: string[] = []
  for (const [object, { path, prototype, properties }] of before) {
    const now = after.get(object)
    if (now === undefined) {
      found.push(`${path} can't be reached any more`)
      continue
    }
    if (now.prototype !== prototype) found.push(`${path} has another prototype`)
    const names = [...properties.keys()]
    if (names.map(String).join() !== [...now.properties.keys()].map(String).join()) found.push(
      `${path} has other properties`
    )
    for (const name of names) {
      const was = properties.get(name)!
      const is = now.properties.get(name)
      for (const attribute of ['value', 'get', 'set', 'enumerable', 'writable', 'configurable'] as const) {
        if (is && !Object.is(was[attribute], is[attribute])) found.push(
          `${path}.${String(name)} has another ${attribute}`
        )
      }
    }
  }
  for (const [object, { path }] of after) {
    if (!before.has(object)) found.push(`${path} is new`)
  }
  return found
}
