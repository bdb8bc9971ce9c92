import { ownCompiler } from '../types/compile.js'
import { testPrograms, testProjects } from '../types/test-compiler.js'

// The types, and projects of their users, in TypeScript 7, which has no node10 any more.

testPrograms('TypeScript 7', ownCompiler)
testProjects('TypeScript 7', ownCompiler, ['NodeNext', 'Bundler'])
