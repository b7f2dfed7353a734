// SPARQL over the release's dumps, in a worker: loads them once, then answers as the server does.
import init, { Store } from "./web.js";

let loading = null;

async function unpacked(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  // Some hosts undo gzip on the way; the first two bytes tell.
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return new TextDecoder().decode(bytes);
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
}

async function load(root) {
  const [settings] = await Promise.all([fetch(root + "/static/sparql.json").then((answer) => answer.json()), init()]);
  const store = new Store();
  for (const address of settings.data) {
    const format = address.includes(".nq") ? "application/n-quads" : "application/n-triples";
    store.load(await unpacked(address), { format, unchecked: true });
  }
  const declared = Object.entries(settings.prefixes).map(([name, space]) => `PREFIX ${name}: <${space}>`).join(" ");
  return { store, declared };
}

self.addEventListener("message", async ({ data: { id, query, root } }) => {
  try {
    loading ??= load(root);
    const { store, declared } = await loading;
    const isGraph = /\b(construct|describe)\b\s*(where\b|\{|<|\?|[\w-]+:)/i.test(query);
    const text = store.query(`${declared} ${query}`, { use_default_graph_as_union: true, results_format: isGraph ? "text/turtle" : "json" });
    self.postMessage({ id, text, type: isGraph ? "text/turtle" : "application/sparql-results+json" });
  } catch (error) {
    self.postMessage({ id, error: String(error.message || error) });
  }
});
