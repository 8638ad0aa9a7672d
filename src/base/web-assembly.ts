/** The part of WebAssembly's API that is used here; TypeScript declares it for browsers only. */
export interface WasmMemory {
  readonly buffer: SharedArrayBuffer;
}

export interface WasmApi {
  readonly Memory: new (limits: {
    readonly initial: number;
    readonly maximum: number;
    readonly shared: true;
  }) => WasmMemory;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (
    module: object,
    imports: Readonly<Record<string, Readonly<Record<string, WasmMemory>>>>,
  ) => { readonly exports: object };
}

/** Undefined where the engine was started without it. */
export function webAssembly(): WasmApi | undefined {
  return (globalThis as { readonly WebAssembly?: WasmApi }).WebAssembly;
}
