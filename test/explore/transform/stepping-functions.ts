import ts from 'typescript';
import { isSharedWord } from './plain-access.ts';
import type { SourceModule } from './source-module.ts';

type NamedFunction = ts.FunctionLikeDeclaration;

/** How a function is explored: in steps, as a generator, or at one go. */
export interface SteppingFunctions {
  /** True when the function must become a generator. */
  has(node: ts.Node): boolean;
  /** True when some function of this name steps: a call of the name may have to be delegated to. */
  hasName(name: string): boolean;
}

/**
 * Finds the functions that, by name and transitively, reach an `Atomics` operation or a racing read. Names, not
 * types: too many is harmless (a call of what does not step is passed through at run time).
 */
export function findSteppingFunctions(modules: readonly SourceModule[]): SteppingFunctions {
  const calls = new Map<NamedFunction, Set<string>>();
  const stepping = new Set<ts.Node>();
  for (const module of modules) collect(module, calls, stepping);
  const names = new Set<string>();
  for (const node of stepping) addName(names, node);
  let grown = true;
  while (grown) {
    grown = false;
    for (const [node, called] of calls) {
      if (stepping.has(node) || ![...called].some((name) => names.has(name))) continue;
      stepping.add(node);
      addName(names, node);
      grown = true;
    }
  }
  for (const node of stepping) if (runsAtOneGo(node, names)) stepping.delete(node);
  return { has: (node) => stepping.has(node), hasName: (name) => names.has(name) };
}

/** `Atomics.x(…)`: the `x`. */
export function atomicOperation(node: ts.Node): string | undefined {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression))
    return undefined;
  const { expression, name } = node.expression;
  return ts.isIdentifier(expression) && expression.text === 'Atomics' ? name.text : undefined;
}

/** The last name of what is called: `a.b.c(…)` gives `c`. */
function calledName(node: ts.CallExpression): string | undefined {
  const callee = node.expression;
  if (ts.isIdentifier(callee)) return callee.text;
  return ts.isPropertyAccessExpression(callee) ? callee.name.text : undefined;
}

function collect(
  { ast, racing }: SourceModule,
  calls: Map<NamedFunction, Set<string>>,
  stepping: Set<ts.Node>,
): void {
  const visit = (node: ts.Node, inside: NamedFunction | undefined): void => {
    if (inside !== undefined) {
      const name = ts.isCallExpression(node) ? calledName(node) : undefined;
      if (steps(node, name, inside, racing)) stepping.add(inside);
      else if (name !== undefined) calls.get(inside)?.add(name);
    }
    const next = isFunctionWithBody(node) ? node : inside;
    if (next === node && !calls.has(next)) calls.set(next, new Set());
    ts.forEachChild(node, (child) => visit(child, next));
  };
  visit(ast, undefined);
}

/** An operation on shared words, or a call of what was passed in, which may be one. */
function steps(
  node: ts.Node,
  called: string | undefined,
  inside: NamedFunction,
  racing: boolean,
): boolean {
  if (atomicOperation(node) !== undefined || (racing && isSharedWord(node))) return true;
  return called !== undefined && isParameter(inside, called);
}

/** Constructors and accessors cannot be generators; neither can a callback of foreign code. */
function runsAtOneGo(node: ts.Node, names: ReadonlySet<string>): boolean {
  if (ts.isConstructorDeclaration(node) || ts.isAccessor(node)) return true;
  const isExpression = ts.isArrowFunction(node) || ts.isFunctionExpression(node);
  if (!isExpression || !ts.isCallExpression(node.parent)) return false;
  const name = calledName(node.parent);
  return node.parent.expression !== node && (name === undefined || !names.has(name));
}

function isFunctionWithBody(node: ts.Node): node is NamedFunction {
  return ts.isFunctionLike(node) && 'body' in node && node.body !== undefined;
}

function isParameter(node: NamedFunction, name: string): boolean {
  return node.parameters.some((p) => ts.isIdentifier(p.name) && p.name.text === name);
}

function addName(names: Set<string>, node: ts.Node): void {
  const named = node as ts.NamedDeclaration;
  if (ts.isConstructorDeclaration(node) || ts.isAccessor(node)) return;
  const holder = named.name === undefined ? (node.parent as ts.NamedDeclaration) : named;
  const { name } = holder;
  if (name !== undefined && (ts.isIdentifier(name) || ts.isPrivateIdentifier(name))) {
    names.add(name.text);
  }
}
