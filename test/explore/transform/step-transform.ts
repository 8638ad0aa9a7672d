import { posix } from 'node:path';
import ts from 'typescript';
import { atomicOperation, type SteppingFunctions } from './stepping-functions.ts';
import { isSharedWord, plainAccess } from './plain-access.ts';
import { RUNTIME } from './runtime-name.ts';

const { factory } = ts;
const STARTED = '$started';

/**
 * Rewrites a module so that every `Atomics` operation inside a stepping function is a `yield` of that
 * operation, every stepping function a generator, and every call of one a delegation to it. Plain
 * accesses of shared words go through the runtime, which keeps track of the memory's state; plain
 * reads of a racing module are steps.
 */
export function stepTransform(
  stepping: SteppingFunctions,
  constants: ReadonlyMap<string, number>,
  racing: boolean,
): ts.TransformerFactory<ts.SourceFile> {
  return (context) => (file) =>
    new ModuleTransform(file, stepping, constants, racing, context).run();
}

class ModuleTransform {
  readonly #file: ts.SourceFile;
  readonly #stepping: SteppingFunctions;
  readonly #constants: ReadonlyMap<string, number>;
  readonly #racing: boolean;
  readonly #context: ts.TransformationContext;

  constructor(
    file: ts.SourceFile,
    stepping: SteppingFunctions,
    constants: ReadonlyMap<string, number>,
    racing: boolean,
    context: ts.TransformationContext,
  ) {
    this.#file = file;
    this.#stepping = stepping;
    this.#constants = constants;
    this.#racing = racing;
    this.#context = context;
  }

  run(): ts.SourceFile {
    return this.#visit(this.#file, false) as ts.SourceFile;
  }

  /** `inSteps`: the node lies in a function that becomes a generator. */
  #visit(node: ts.Node, inSteps: boolean): ts.Node {
    if (ts.isFunctionLike(node) && 'body' in node) return this.#visitFunction(node);
    if (this.#racing && inSteps && isSharedWord(node)) return this.#readInSteps(node);
    const replaced =
      overridden(node, this.#constants) ?? plainAccess(node, (of) => this.#visit(of, inSteps));
    if (replaced !== undefined) return replaced;
    const visited = this.#visitChildren(node, inSteps);
    if (!ts.isCallExpression(visited) || !isModuleCall(visited)) return visited;
    return inSteps ? this.#callInSteps(node, visited) : runtimeCall('atOnce', [visited]);
  }

  /** Default values of parameters cannot yield: they are evaluated outside all steps. */
  #visitFunction(node: ts.Node): ts.Node {
    if (!this.#stepping.has(node)) return this.#visitChildren(node, false);
    const visit = (child: ts.Node): ts.Node => this.#visit(child, !ts.isParameter(child));
    return generatorOf(ts.visitEachChild(node, visit, this.#context));
  }

  #visitChildren(node: ts.Node, inSteps: boolean): ts.Node {
    return ts.visitEachChild(node, (child) => this.#visit(child, inSteps), this.#context);
  }

  #callInSteps(original: ts.Node, call: ts.CallExpression): ts.Expression {
    const kind = atomicOperation(call);
    if (kind === undefined) return delegateTo(call);
    const site = siteOf(this.#file, original);
    return factory.createYieldExpression(undefined, stepOf(kind, call.arguments, site));
  }

  #readInSteps(word: ts.ElementAccessExpression): ts.Expression {
    const parts = [word.expression, word.argumentExpression];
    const place = parts.map((part) => this.#visit(part, true) as ts.Expression);
    const step = stepOf('load', place, siteOf(this.#file, word));
    return factory.createParenthesizedExpression(factory.createYieldExpression(undefined, step));
  }
}

function isModuleCall(call: ts.CallExpression): boolean {
  const { kind } = call.expression;
  return kind !== ts.SyntaxKind.SuperKeyword && kind !== ts.SyntaxKind.ImportKeyword;
}

/** `const LIMIT = 4000` with an override of 2 becomes `const LIMIT = 2`. */
function overridden(node: ts.Node, constants: ReadonlyMap<string, number>): ts.Node | undefined {
  if (!ts.isVariableDeclaration(node)) return undefined;
  const value = ts.isIdentifier(node.name) ? constants.get(node.name.text) : undefined;
  if (value === undefined || !ts.isSourceFile(node.parent.parent.parent)) return undefined;
  const literal = factory.createNumericLiteral(value);
  return factory.updateVariableDeclaration(node, node.name, undefined, undefined, literal);
}

/** In steps: `($explore.isSteps($started = f(x)) ? yield* $started : $started)` */
function delegateTo(call: ts.CallExpression): ts.Expression {
  const started = factory.createIdentifier(STARTED);
  return factory.createParenthesizedExpression(
    factory.createConditionalExpression(
      runtimeCall('isSteps', [factory.createAssignment(started, call)]),
      undefined,
      factory.createYieldExpression(factory.createToken(ts.SyntaxKind.AsteriskToken), started),
      undefined,
      started,
    ),
  );
}

function stepOf(kind: string, args: readonly ts.Expression[], site: string): ts.Expression {
  const where = factory.createStringLiteral(site);
  return runtimeCall('step', [where, factory.createStringLiteral(kind), ...args]);
}

function runtimeCall(name: string, args: readonly ts.Expression[]): ts.CallExpression {
  const runtime = factory.createIdentifier(RUNTIME);
  return factory.createCallExpression(
    factory.createPropertyAccessExpression(runtime, name),
    undefined,
    args,
  );
}

function siteOf(file: ts.SourceFile, node: ts.Node): string {
  const { line } = file.getLineAndCharacterOfPosition(node.getStart(file));
  return `${posix.basename(file.fileName)}:${line + 1}`;
}

function generatorOf(node: ts.Node): ts.Node {
  const star = factory.createToken(ts.SyntaxKind.AsteriskToken);
  if (ts.isMethodDeclaration(node)) {
    const { modifiers, name, parameters } = node;
    const body = withStarted(node.body);
    return factory.updateMethodDeclaration(
      ...([
        node,
        modifiers,
        star,
        name,
        undefined,
        undefined,
        parameters,
        undefined,
        body,
      ] as const),
    );
  }
  if (ts.isFunctionDeclaration(node)) {
    const { modifiers, name, parameters } = node;
    const body = withStarted(node.body);
    return factory.updateFunctionDeclaration(
      ...([node, modifiers, star, name, undefined, parameters, undefined, body] as const),
    );
  }
  if (!ts.isArrowFunction(node) && !ts.isFunctionExpression(node)) {
    throw new Error(`cannot be explored in steps: ${ts.SyntaxKind[node.kind]}`);
  }
  const name = ts.isFunctionExpression(node) ? node.name : undefined;
  const { parameters } = node;
  const body = withStarted(node.body);
  const generator = factory.createFunctionExpression(
    ...([undefined, star, name, undefined, parameters, undefined, body] as const),
  );
  return ts.isArrowFunction(node) ? boundToThis(generator) : generator;
}

/** An arrow function sees the `this` around it; a generator has to be given it. */
function boundToThis(generator: ts.FunctionExpression): ts.Expression {
  const bind = factory.createPropertyAccessExpression(
    factory.createParenthesizedExpression(generator),
    'bind',
  );
  return factory.createCallExpression(bind, undefined, [factory.createThis()]);
}

function withStarted(body: ts.ConciseBody | undefined): ts.Block {
  if (body === undefined) throw new Error('a function without a body cannot be explored');
  const declare = factory.createVariableStatement(
    undefined,
    factory.createVariableDeclarationList(
      [factory.createVariableDeclaration(STARTED)],
      ts.NodeFlags.Let,
    ),
  );
  const statements = ts.isBlock(body) ? body.statements : [factory.createReturnStatement(body)];
  return factory.createBlock([declare, ...statements], true);
}
