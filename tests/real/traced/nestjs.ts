import type { TracedLibrary } from './library.js'

type Decorator = (target: object, key: string, descriptor: PropertyDescriptor) => void

/** Handlers whose routes, guards and status codes are metadata that is kept by the function's identity. */
export const nestjs: TracedLibrary = async ({ load, traced, called, step }) => {
  await load('reflect-metadata')
  const { decorate: compose } = Reflect as any
  const { Controller, ForbiddenException, Get, Header, HttpCode, Module, Param, SetMetadata } =
    await load('@nestjs/common')
  const { NestFactory, Reflector } = await load('@nestjs/core')

  const Traced: Decorator = (_, key, descriptor) => { descriptor.value = traced(key, descriptor.value) }
  const forAdmins: Decorator = SetMetadata('roles', ['admin'])

  class Cats {
    kind = 'cat'
    async open(id: string): Promise<object> { called('open', id); return { id, kind: this.kind } }
    closed(): string { called('closed'); return 'secret' }
    async outermost(): Promise<string> { called('outermost'); return 'secret' }
    between(): string { called('between'); return 'secret' }
    failing(): string { called('failing'); throw new ForbiddenException('never') }
  }
  // The first is the outermost, as in a stack of decorators.
  const decorate = (key: keyof Cats, ...decorators: Decorator[]): void => {
    const descriptor = Object.getOwnPropertyDescriptor(Cats.prototype, key)
    Object.defineProperty(Cats.prototype, key, compose(decorators, Cats.prototype, key, descriptor))
  }
  Param('id')(Cats.prototype, 'open', 0)
  decorate('open', Get('open/:id'), HttpCode(202), Header('x-kind', 'cat'), Traced)
  decorate('closed', Get('closed'), forAdmins, Traced)
  decorate('outermost', Traced, Get('outermost'), forAdmins, HttpCode(202))
  decorate('between', Get('between'), Traced, HttpCode(202), forAdmins)
  decorate('failing', Traced, Get('failing'))
  Controller('cats')(Cats)
  class App {}
  Module({ controllers: [Cats] })(App)

  const reflector = new Reflector()
  const app = await NestFactory.create(App, { logger: false })
  app.useGlobalGuards({
    canActivate(context: any): boolean {
      const roles = reflector.get('roles', context.getHandler())
      called('guard', context.getHandler().name, roles ?? 'no roles')
      return roles === undefined || roles.includes(context.switchToHttp().getRequest().headers['x-role'])
    }
  })
  await app.listen(0, '127.0.0.1')
  const origin = await app.getUrl()
  const ask = async (path: string, role = 'guest'): Promise<unknown> => {
    const response = await fetch(`${origin}/cats/${path}`, { headers: { 'x-role': role } })
    return [response.status, response.headers.get('x-kind'), await response.text()]
  }

  await step('open to everybody', 'open settled', () => ask('open/1'))
  for (const route of ['closed', 'outermost', 'between']) {
    await step(`${route} to a guest`, '', () => ask(route))
    await step(`${route} to an admin`, `${route} ${route === 'outermost' ? 'settled' : 'returned'}`, () =>
      ask(route, 'admin'))
  }
  await step('failing', 'failing threw', () => ask('failing'))
  await app.close()
}
