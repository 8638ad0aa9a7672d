import { type WasmMemory, webAssembly } from '../base/web-assembly.ts';

const PAGE_BYTES = 65_536;
/** Address space costs nothing until it is written to; one size for most runs lets them share. */
const LEAST_BYTES = 64 * 1024 * 1024;

/** Memory that compiled code can work on as well as JavaScript: the same bytes, one buffer. */
export interface LinearMemory {
  readonly memory: WasmMemory;
  /** Of these bytes, in every thread of the process; a memory that arrives in one is a new object. */
  readonly name: string;
}

/** All zero. Null where the engine or the system does not give it: all works without, only slower. */
function createLinearMemory(bytes: number): LinearMemory | null {
  const pages = Math.ceil(Math.max(bytes, LEAST_BYTES) / PAGE_BYTES);
  const api = webAssembly();
  if (api === undefined) return null;
  try {
    const memory = new api.Memory({ initial: pages, maximum: pages, shared: true });
    return { memory, name: crypto.randomUUID() };
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) return null;
    throw error;
  }
}

/**
 * Memories of ended runs, for the next ones. Not for the memory's sake: a thread that stays from run to
 * run keeps the code that it has compiled for one (the compiled call of a function that belongs to
 * another memory costs about three times as much as one of the only function it has ever seen).
 */
export class MemoryBank {
  readonly #idle: { readonly linear: LinearMemory; readonly used: number }[] = [];

  /** One of at least so many bytes, all zero. */
  lend(bytes: number): LinearMemory | null {
    const found = this.#idle.findIndex(({ linear }) => linear.memory.buffer.byteLength >= bytes);
    const [idle] = found === -1 ? [] : this.#idle.splice(found, 1);
    if (idle === undefined) return createLinearMemory(bytes);
    new Uint8Array(idle.linear.memory.buffer, 0, idle.used).fill(0);
    return idle.linear;
  }

  /** Nobody may touch it any more. Its first `used` bytes were in use: the next loan finds them wiped. */
  giveBack(linear: LinearMemory, used: number): void {
    this.#idle.push({ linear, used });
  }
}
