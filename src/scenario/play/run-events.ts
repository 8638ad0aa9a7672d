/** What a thread records of itself for prediction, besides its locks. Threads by their 1-based id. */
export interface RunEvents {
  spawn(thread: number): void;
  begin(): void;
  end(): void;
  join(thread: number): void;
}
