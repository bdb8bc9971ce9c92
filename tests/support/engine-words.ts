const either = (ofV8: RegExp, ofJavaScriptCore: RegExp): RegExp =>
  new RegExp(`${ofV8.source}|${ofJavaScriptCore.source}`, 'g')

// What V8 and JavaScriptCore say of the same mistakes.
const MISTAKES: Readonly<Record<string, RegExp>> = {
  'added to a frozen object': either(
    /Cannot add property \w+, object is not extensible/,
    /Attempting to define property on object that is not extensible\./
  ),
  'set on a primitive': either(
    /Cannot create property '\w+' on \w+ '[^']*'/,
    /Attempted to assign to readonly property\./
  ),
  'set on null': either(
    /Cannot set properties of null \(setting '\w+'\)/,
    /null is not an object \(evaluating '[^']*'\)/
  ),
  'no promise at all': either(
    /Method Promise\.prototype\.then called on incompatible receiver #<Promise>/,
    /\|this\| is not a Promise/
  ),
  'a revoked proxy': either(
    /Cannot perform 'get' on a proxy that has been revoked/,
    /Proxy has already been revoked\. No more operations are allowed to be performed on it/
  ),
  'no function to apply': either(
    /Function\.prototype\.apply was called on .*?, which is .*? and not a function/,
    /Reflect\.apply requires the first argument be a function/
  ),
  'not a function': /(?<=\(\w+ is )not a function(?:\. \(In '[^']*', '\w+' is (?:"\w*"|an instance of Object)\))?/g
}

const speaksAsV8 = addToFrozen() === 'Cannot add property added, object is not extensible'

/**
 * A transcript in no engine's words, where this host's engine has other words than Node's, or the one that it is of.
 */
export function inNoEnginesWords(lines: readonly string[] = [], isOfNodesEngine = speaksAsV8): readonly string[] {
  if (isOfNodesEngine) return lines
  return lines.map((line) =>
    Object.entries(MISTAKES).reduce((text, [mistake, words]) => text.replace(words, mistake), line))
}

function addToFrozen(): string {
  try {
    (Object.freeze({}) as any).added = 1
  } catch (error) {
    return (error as Error).message
  }
  throw new Error('nothing was thrown')
}
