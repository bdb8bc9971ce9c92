import { AsyncLocalStorage } from '../host/async-hooks.js'
import { codeOf, type HostPrototypes, isOfThisHost } from '../host/methods.js'
import { newMap, Object } from '../primordials.js'

// The methods of Bun and Deno that the shim stands in for, or relies on, as they are written: nothing else says what they do to
// the letter. A version that has them otherwise is left as it is.

/** The code of a host's methods. */
export interface KnownCode {
  readonly traceSync: string
  readonly tracePromise: string
  readonly traceCallback: string
  /** Of channels with subscribers or stores, and of those without. */
  readonly runStores: string
  readonly idleRunStores: string
  /** Of AsyncLocalStorage, if the shim does without them. */
  readonly run?: string
  readonly enterWith?: string
}

/** Those of Bun 1.4.5. */
export const BUN: KnownCode = {
  traceSync: `
    traceSync(fn, context = {}, thisArg, ...args) {
      let { start, end, error } = this;
      return start.runStores(context, () => {
        try {
          let result = fn.@apply(thisArg, args);
          return context.result = result, result;
        } catch (err) {
          throw context.error = err, error.publish(context), err;
        } finally {
          end.publish(context);
        }
      });
    }
  `,
  tracePromise: `
    tracePromise(fn, context = {}, thisArg, ...args) {
      let { start, end, asyncStart, asyncEnd, error } = this;
      function reject(err) {
        return context.error = err, error.publish(context), asyncStart.publish(context), asyncEnd.publish(context), PromiseReject(err);
      }
      function resolve(result) {
        return context.result = result, asyncStart.publish(context), asyncEnd.publish(context), result;
      }
      return start.runStores(context, () => {
        try {
          let promise = fn.@apply(thisArg, args);
          if (!(promise instanceof @Promise))
            promise = PromiseResolve(promise);
          return PromisePrototypeThen(promise, resolve, reject);
        } catch (err) {
          throw context.error = err, error.publish(context), err;
        } finally {
          end.publish(context);
        }
      });
    }
  `,
  traceCallback: `
    traceCallback(fn, position = -1, context = {}, thisArg, ...args) {
      let { start, end, asyncStart, asyncEnd, error } = this;
      function wrappedCallback(err, res) {
        if (err)
          context.error = err, error.publish(context);
        else
          context.result = res;
        asyncStart.runStores(context, () => {
          try {
            if (callback)
              return callback.@apply(this, arguments);
          } finally {
            asyncEnd.publish(context);
          }
        });
      }
      let callback = ArrayPrototypeAt.@call(args, position);
      return validateFunction(callback, "callback"), ArrayPrototypeSplice.@call(args, position, 1, wrappedCallback), start.runStores(context, () => {
        try {
          return fn.@apply(thisArg, args);
        } catch (err) {
          throw context.error = err, error.publish(context), err;
        } finally {
          end.publish(context);
        }
      });
    }
  `,
  runStores: `
    runStores(data, fn, thisArg, ...args) {
      let run = () => (this.publish(data), fn.@apply(thisArg, args));
      for (let entry of this._stores.entries()) {
        let store = entry[0], transform = entry[1];
        run = wrapStoreRun(store, data, run, transform);
      }
      return run();
    }
  `,
  idleRunStores: `
    runStores(data, fn, thisArg, ...args) {
      return fn.@apply(thisArg, args);
    }
  `
}

/** Those of Deno 2.9.6, whose build has given them short names. */
export const DENO: KnownCode = {
  traceSync: `
    traceSync(e,t={__proto__:null},n,...r){if(!this.hasSubscribers){return y(e,n,r)}const{start:i,end:a,error:o}
    =this;return i.runStores(t,()=>{try{const i=y(e,n,r);t.result=i;return i}catch(e){t.error=e;o.publish(t);
    throw e}finally{a.publish(t)}})}
  `,
  tracePromise: `
    tracePromise(e,t={__proto__:null},n,...r){if(!this.hasSubscribers){return y(e,n,r)}const{
    start:i,end:a,asyncStart:o,asyncEnd:s,error:c}=this;function reject(e){t.error=e;c.publish(t);
    o.runStores(t,()=>{});s.publish(t);return _(e)}function resolve(e){t.result=e;o.runStores(t,()=>{});
    s.publish(t);return e}return i.runStores(t,()=>{try{let t=y(e,n,r);if(!p(h,t)){t=v(t)}
    return g(t,resolve,reject)}catch(e){t.error=e;c.publish(t);throw e}finally{a.publish(t)}})}
  `,
  traceCallback: `
    traceCallback(e,t=-1,n={__proto__:null},r,...o){if(!this.hasSubscribers){return y(e,r,o)}const{
    start:s,end:c,asyncStart:l,asyncEnd:d,error:f}=this;function wrappedCallback(e,t){if(e){n.error=e;
    f.publish(n)}else{n.result=t}l.runStores(n,()=>{try{return y(p,this,arguments)}finally{d.publish(n)}})}
    const p=a(o,t);i(p,'callback');u(o,t,1,wrappedCallback);return s.runStores(n,()=>{try{return y(e,r,o)}
    catch(e){n.error=e;f.publish(n);throw e}finally{c.publish(n)}})}
  `,
  runStores: `
    runStores(e,t,n,...r){let run=()=>{this.publish(e);return y(t,n,r)};for(const t of new C(this._stores)){
    const n=t[0];const r=t[1];run=wrapStoreRun(n,e,run,r)}return run()}
  `,
  idleRunStores: `
    runStores(e,t,n,...r){return y(t,n,r)}
  `,
  run: `
    run(e,t,...n){this.enabled=true;const r=this.#variable.enter(e);try{return h(t,null,n)}finally{C(r)}}
  `,
  enterWith: `
    enterWith(e){this.enabled=true;this.#variable.enter(e)}
  `
}

/** Whether the methods of this host are written like that, but for those that somebody has put in their place: they are called anyway. */
export function isWrittenAs(known: KnownCode, { activeChannel, inactiveChannel, tracingChannel }: HostPrototypes): boolean {
  const { traceSync, tracePromise, traceCallback } = tracingChannel
  const { run, enterWith } = AsyncLocalStorage.prototype
  const replaceable: Readonly<Partial<Record<keyof KnownCode, unknown>>> = {
    traceSync, tracePromise, traceCallback, runStores: activeChannel.runStores, ...known.run !== undefined && { run, enterWith }
  }
  return isLike(inactiveChannel.runStores, known.idleRunStores) &&
    Object.entries(replaceable).every(([name, method]) => !isOfThisHost(method) || isLike(method, known[name as keyof KnownCode]!))
}

/** Whether a method is written like that, but for white space, quotes, and the names of one or two letters that a build has given. */
function isLike(method: unknown, known: string): boolean {
  return inOrder(codeOf(method)) === inOrder(known)
}

const WORD_OR_SPACE = /\s+|`|\b[A-Za-z_$]\w?\b/g
const KEYWORDS = ['if', 'in', 'of', 'do']

/** Code with each short name replaced by its place among those that the code has. */
function inOrder(code: string): string {
  const names = newMap<string, string>()
  return code.replace(WORD_OR_SPACE, (found) => {
    if (/\s/.test(found)) return ''
    if (found === '`') return "'"
    if (KEYWORDS.includes(found)) return found
    if (!names.has(found)) names.set(found, `#${names.size}`)
    return names.get(found)!
  })
}
