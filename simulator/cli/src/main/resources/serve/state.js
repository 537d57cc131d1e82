// The page's whole state, and its form in the address: "#v1;" and the deflated JSON in base64url.
// A fragment is never sent anywhere.

const FORM = 'v1;';

export async function toFragment(state) {
  const json = new TextEncoder().encode(JSON.stringify(state));
  const packed = new Uint8Array(await through(json, new CompressionStream('deflate-raw')));
  let binary = '';
  packed.forEach((byte) => { binary += String.fromCharCode(byte); });
  return FORM + btoa(binary).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

/** The state in a fragment; null where there is none. Throws where it is damaged. */
export async function fromFragment(fragment) {
  const text = fragment.replace(/^#/, '');
  if (!text.startsWith(FORM)) {
    return null;
  }
  const binary = atob(text.slice(FORM.length).replace(/-/g, '+').replace(/_/g, '/'));
  const packed = Uint8Array.from(binary, (c) => c.charCodeAt(0));
  const json = await through(packed, new DecompressionStream('deflate-raw'));
  const state = JSON.parse(new TextDecoder().decode(json));
  if (!state.a || !state.b || typeof state.a.yaml !== 'string' || typeof state.b.yaml !== 'string') {
    throw new Error('no scenario in it');
  }
  return state;
}

async function through(bytes, transform) {
  const stream = new Blob([bytes]).stream().pipeThrough(transform);
  return new Response(stream).arrayBuffer();
}
