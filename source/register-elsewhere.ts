// `tracescope/register` by the conditions of browsers and edges.

console.warn('tracescope/register does nothing here: the shim is for Node. Use the API of tracescope')
