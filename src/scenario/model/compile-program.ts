import type { Scenario, ScenarioOp } from '../scenario.ts';
import { accessOf, conflictsOf } from './access.ts';
import { ContextGroups } from './context-groups.ts';
import { FutureAccesses } from './future-accesses.ts';
import { type Instruction, REST, instructionOf } from './instruction.ts';
import { ARRIVAL, CODE, CODE_SHIFT, type ModelProgram, OP } from './model-program.ts';
import { type Points, ROLE, rolesOf } from './point-roles.ts';
import { type StateLayout, ZERO, layStateOut } from './state-layout.ts';
import { type StepGraph, type StepNode, stepGraphOf } from './step-graph.ts';

const NONE = -1;

/**
 * Turns a scenario into tables that a ModelMachine runs. @throws {UsageError} when it is too large
 */
export function compileProgram(scenario: Scenario, points: Points = 'selective'): ModelProgram {
  return new Compiler(scenario, points).compile();
}

class Compiler {
  readonly #scenario: Scenario;
  readonly #graph: StepGraph;
  readonly #roles: Uint8Array;
  readonly #groups: ContextGroups;
  readonly #layout: StateLayout;
  readonly #futures: FutureAccesses;
  /** Of each step node its node; of one that does nothing the node behind it. */
  readonly #targets: Int32Array;
  /** Of each step node its future, and the points that lie ahead. */
  readonly #futureOf: Int32Array;
  readonly #ahead: Int32Array;
  readonly #starts: Int32Array;
  readonly #ends: Int32Array;
  readonly #wwLists: Int32Array[] = [];
  #nodes = 0;
  #code = new Int32Array(0);

  constructor(scenario: Scenario, points: Points) {
    const graph = stepGraphOf(scenario);
    const threads = scenario.threads.length;
    this.#scenario = scenario;
    this.#graph = graph;
    this.#roles = rolesOf(scenario, graph, points);
    this.#groups = new ContextGroups(graph);
    const seen = this.#seenLocks();
    this.#layout = layStateOut(scenario, graph, this.#groups, (lock) => seen.has(lock));
    this.#futures = new FutureAccesses(scenario.locks.length + this.#groups.count);
    this.#targets = new Int32Array(graph.nodes.length);
    this.#futureOf = new Int32Array(graph.nodes.length);
    this.#ahead = new Int32Array(graph.nodes.length);
    this.#starts = new Int32Array(threads);
    this.#ends = new Int32Array(threads);
  }

  compile(): ModelProgram {
    const { threads, locks } = this.#scenario;
    for (const thread of threads.keys()) this.#number(thread);
    for (let node = this.#graph.nodes.length - 1; node >= 0; node--) this.#lookAhead(node);
    this.#code = new Int32Array(this.#nodes << CODE_SHIFT);
    const stepOf = new Int32Array(this.#nodes);
    const futureOf = new Int32Array(this.#nodes);
    const describe = (node: number, step: number) => {
      stepOf[node] = step;
      futureOf[node] = this.#futureOf[step];
    };
    threads.forEach((_, thread) => {
      describe(this.#starts[thread], this.#graph.entries[thread] as number);
      this.#writeStart(thread);
    });
    this.#graph.nodes.forEach((_, step) => {
      if (this.#roles[step] === ROLE.nothing) return;
      const node = this.#targets[step];
      describe(node, step);
      if (this.#needsTwin(step)) describe(node + 1, step);
      this.#write(node, step);
    });
    return {
      scenario: this.#scenario,
      graph: this.#graph,
      layout: this.#layout,
      threads: threads.length,
      objects: locks.length + this.#groups.count,
      code: this.#code,
      stepOf,
      starts: this.#starts,
      ends: this.#ends,
      spawnerOf: this.#spawners(),
      futureOf,
      futures: this.#futures.flat(),
      wwLists: this.#wwLists,
      woundWait: this.#woundWait(),
    };
  }

  /** Locks that any step that changes something works on. */
  #seenLocks(): ReadonlySet<number> {
    const seen = new Set<number>();
    this.#graph.nodes.forEach(({ step }, node) => {
      if (step === null || this.#roles[node] === ROLE.nothing) return;
      if ('lock' in step.op) seen.add(step.op.lock);
      if ('locks' in step.op) for (const lock of step.op.locks) seen.add(lock);
    });
    return seen;
  }

  #number(thread: number): void {
    const entry = this.#graph.entries[thread] as number;
    const end = this.#graph.ends[thread] as number;
    this.#starts[thread] = this.#nodes++;
    for (let step = entry; step <= end; step++) {
      if (this.#roles[step] === ROLE.nothing) continue;
      this.#targets[step] = this.#nodes;
      this.#nodes += this.#needsTwin(step) ? 2 : 1;
    }
    this.#ends[thread] = this.#targets[end];
  }

  #needsTwin(step: number): boolean {
    const verb = this.#nodeAt(step).step?.op.verb;
    return verb === 'read' || verb === 'write' || verb === 'cond_wait';
  }

  /** Called from the last to the first: what lies behind a step is known. */
  #lookAhead(node: number): void {
    const { step, next, skip, thread } = this.#nodeAt(node);
    if (step === null) return;
    const behind = this.#futureOf[next];
    const around = skip === NONE ? behind : this.#futures.union(behind, this.#futureOf[skip]);
    this.#futureOf[node] = around;
    this.#ahead[node] = this.#ahead[next];
    if (this.#roles[node] === ROLE.nothing) {
      this.#targets[node] = this.#targets[next];
      return;
    }
    const access = accessOf(step.op.verb);
    if (access !== 0) {
      this.#futureOf[node] = this.#futures.with(around, this.#objectOf(step.op, thread), access);
    }
    if (this.#roles[node] !== ROLE.point) return;
    this.#ahead[node] += 'locks' in step.op ? step.op.locks.length : 1;
  }

  /** What the step may conflict with others over: a lock, or a group of contexts. */
  #objectOf(op: ScenarioOp, thread: number): number {
    const locks = this.#scenario.locks.length;
    if ('context' in op) return locks + this.#groups.ofContext(thread, op.context);
    if (op.verb === 'ww_unlock') return locks + this.#groups.ofLock(op.lock);
    return 'lock' in op ? op.lock : 0;
  }

  #write(node: number, step: number): void {
    const { step: taken, thread, next, skip } = this.#nodeAt(step);
    if (taken === null) {
      this.#put(node, REST);
      return;
    }
    const { op } = taken;
    const instruction = instructionOf(op, thread, {
      layout: this.#layout,
      groups: this.#groups,
      ends: this.#ends,
    });
    this.#put(node, instruction);
    const at = node << CODE_SHIFT;
    const code = this.#code;
    const access = accessOf(op.verb);
    code[at + CODE.next] = this.#targets[next];
    code[at + CODE.skip] = skip === NONE ? NONE : this.#targets[skip];
    code[at + CODE.object] = this.#objectOf(op, thread);
    code[at + CODE.access] = access;
    code[at + CODE.conflicts] = conflictsOf(access);
    code[at + CODE.lock] = 'lock' in op ? op.lock + 1 : 0;
    code[at + CODE.ahead] = this.#ahead[step];
    if (this.#roles[step] === ROLE.follows) code[at + CODE.arrival] = ARRIVAL.goesOn;
    if (instruction.takes !== undefined) {
      code[at + CODE.arrival] = ARRIVAL.lists;
      code[at + CODE.value] = this.#wwLists.push(Int32Array.from(instruction.takes)) - 1;
    }
    if (this.#needsTwin(step)) this.#writeTwin(node, instruction);
  }

  /** Where a thread stands while it queues or listens: all that it knows is where to go on. */
  #writeTwin(node: number, { op, word = 0, extra = 0 }: Instruction): void {
    const code = this.#code;
    const request = node << CODE_SHIFT;
    const at = (node + 1) << CODE_SHIFT;
    this.#put(node + 1, { ...REST, word, extra });
    code[request + CODE.twin] = node + 1;
    code[at + CODE.twin] = op === OP.write ? 1 : 0;
    for (const copied of [CODE.next, CODE.lock, CODE.object, CODE.access]) {
      code[at + copied] = code[request + copied];
    }
    code[at + CODE.ahead] = code[request + CODE.ahead] - 1;
  }

  #writeStart(thread: number): void {
    const entry = this.#graph.entries[thread] as number;
    const node = this.#starts[thread];
    this.#put(node, REST);
    this.#code[(node << CODE_SHIFT) + CODE.next] = this.#targets[entry];
    this.#code[(node << CODE_SHIFT) + CODE.ahead] = this.#ahead[entry];
  }

  #put(node: number, { op, word = ZERO, guard, extra = 0, value = 0, point }: Instruction): void {
    const at = node << CODE_SHIFT;
    this.#code[at + CODE.op] = op;
    this.#code[at + CODE.word] = word;
    this.#code[at + CODE.guardWord] = guard?.word ?? ZERO;
    this.#code[at + CODE.guardValue] = guard?.value ?? 0;
    this.#code[at + CODE.extra] = extra;
    this.#code[at + CODE.value] = value;
    this.#code[at + CODE.point] = point;
  }

  #spawners(): Int32Array {
    const spawners = new Int32Array(this.#scenario.threads.length).fill(NONE);
    for (const { step, thread } of this.#graph.nodes) {
      if (step?.op.verb === 'spawn') spawners[step.op.thread] = thread;
    }
    return spawners;
  }

  #woundWait(): Uint8Array {
    const flags = new Uint8Array(this.#layout.words);
    this.#scenario.locks.forEach(({ kind, policy }, lock) => {
      const word = this.#layout.lockWord[lock] as number;
      if (kind === 'ww' && policy === 'wound-wait' && word !== NONE) flags[word] = 1;
    });
    return flags;
  }

  #nodeAt(node: number): StepNode {
    return this.#graph.nodes[node] as StepNode;
  }
}
