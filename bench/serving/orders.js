// @ts-check

/** How many orders there are. */
export const ORDERS = 1000

/** What a request asks for. @param {number} number any */
export const pathOf = (number) => `/orders/${number % ORDERS}`
