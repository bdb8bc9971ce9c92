'use strict'
throw new Error('no file that is asked for')
