import ts from 'typescript'

/** One small change of what decides who may do what. */
export interface Mutant {
  file: string
  line: number
  /** Of the source, in characters. */
  start: number
  end: number
  replacement: string
  /** `sender → viewer`, for people. */
  change: string
}

type Found = (node: ts.Node, replacement: string, change?: string, end?: number) => void

const ROLES = ['viewer', 'sender', 'owner']

/** Each operator with what it is most easily taken for. */
const OPERATORS: Record<string, readonly string[]> = {
  '===': ['!=='],
  '!==': ['==='],
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '&&': ['||'],
  '||': ['&&'],
  '+': ['-'],
  '-': ['+'],
  '*': ['/'],
}

/** What is logged, and how long a text may be. */
const DECIDES_NOTHING = /^(?:(?:ports[.])?log|writeLog|console[.]\w+|text)$/

function decidesNothing(node: ts.Node): boolean {
  return ts.isCallExpression(node) && DECIDES_NOTHING.test(node.expression.getText())
}

/** All mutants of a TypeScript file. */
export function mutantsOf(file: string, source: string): Mutant[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true)
  const mutants: Mutant[] = []
  const found: Found = (node, replacement, change, end = node.end) => {
    const start = node.getStart()
    const { line } = tree.getLineAndCharacterOfPosition(start)
    const was = source.slice(start, end)
    mutants.push({ file, line: line + 1, start, end, replacement, change: change ?? `${short(was)} → ${short(replacement) || 'nothing'}` })
  }
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) || ts.isImportDeclaration(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return
    if (decidesNothing(node)) return
    ofActions(node, found)
    ofConditions(node, found)
    ofStatements(node, found)
    ofValues(node, found)
    ts.forEachChild(node, visit)
  }
  visit(tree)
  return mutants
}

/** Each role replaced by each other, and an action of members by one of users and the other way round. */
function ofActions(node: ts.Node, found: Found): void {
  if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) return
  const [first, second] = node.arguments
  const name = ts.isPropertyAssignment(node.parent) ? `${node.parent.name.getText()}: ` : ''
  if (node.expression.text === 'memberAction' && first && second && ts.isStringLiteral(first)) {
    for (const role of ROLES.filter((each) => each !== first.text)) found(first, `'${role}'`, `${name}${first.text} → ${role}`)
    found(node, 'userAction(', `${name}${first.text} → user`, second.getStart())
  }
  if (node.expression.text === 'userAction' && first)
    for (const role of ROLES) found(node, `memberAction('${role}', `, `${name}user → ${role}`, first.getStart())
}

/** Comparisons turned, conditions dropped and negated, parts of a query left out. */
function ofConditions(node: ts.Node, found: Found): void {
  if (ts.isBinaryExpression(node)) {
    const { operatorToken, left, right } = node
    for (const other of OPERATORS[operatorToken.getText()] ?? []) found(operatorToken, other, `${short(node.getText())}: ${operatorToken.getText()} → ${other}`)
    if (operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken) found(node, `(${left.getText()})`)
    if (/^[=!]==$/.test(operatorToken.getText()) && ts.isStringLiteral(right)) found(right, `'another'`, `${short(node.getText())}: ${right.getText()} → another`)
  }
  const condition = ts.isIfStatement(node) ? node.expression : ts.isConditionalExpression(node) ? node.condition : undefined
  if (condition) for (const fixed of ['true', 'false']) found(condition, fixed)
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) found(node, `(${node.operand.getText()})`)
  if (ts.isPropertyAccessExpression(node) && ['some', 'every'].includes(node.name.text)) found(node.name, node.name.text === 'some' ? 'every' : 'some')
  if (ts.isPropertyAssignment(node) && /command\.|^_id$/.test(`${node.name.getText()}${node.initializer.getText()}`) && node.parent.properties.length > 1)
    found(node, `...{}`, `without ${short(node.getText())}`)
}

/** What is done, and what ends it early, left out. */
function ofStatements(node: ts.Node, found: Found): void {
  if (ts.isThrowStatement(node)) found(node, ';')
  if (ts.isExpressionStatement(node) && !decidesNothing(node.expression)) found(node, ';')
}

/** Constants. Words for people decide nothing. */
function ofValues(node: ts.Node, found: Found): void {
  if (ts.isNumericLiteral(node) && !ts.isPropertyAssignment(node.parent)) {
    const value = Number(node.text.replace(/_/g, ''))
    for (const other of new Set([0, 1, value + 1])) if (other !== value) found(node, String(other))
  }
  if (node.kind === ts.SyntaxKind.TrueKeyword) found(node, 'false')
  if (node.kind === ts.SyntaxKind.FalseKeyword) found(node, 'true')
  if (ts.isRegularExpressionLiteral(node)) for (const other of ['/(?:)/', '/$^/']) found(node, other)
  if (ts.isArrayLiteralExpression(node) && node.elements.length > 1 && node.elements.every(ts.isStringLiteral)) {
    for (const element of node.elements) found(element, `'another'`)
    // Ranks are in order; what may be chosen is not.
    if (ts.isAsExpression(node.parent)) found(node, `[${[...node.elements].reverse().map((element) => element.getText()).join(', ')}]`)
  }
  if (ts.isPropertyAssignment(node) && node.name.getText() === 'kind' && ts.isStringLiteral(node.initializer)) found(node.initializer, `'another'`)
}

function short(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > 70 ? `${line.slice(0, 67)}…` : line
}

type Json = { [key: string]: unknown }

/** The rules of an environment, each made laxer or tighter. The whole file is replaced. */
export function mutantsOfRules(file: string, source: string): Mutant[] {
  const environment = JSON.parse(source) as { collections: Record<string, Json>; functionRules: Record<string, Json> }
  const lines = source.split('\n')
  const mutants: Mutant[] = []
  const add = (group: 'collections' | 'functionRules', name: string, value: Json | undefined, change: string): void => {
    const from = lines.findIndex((line) => line.includes(`"${group}"`))
    const line = lines.findIndex((text, at) => at > from && text.includes(`"${name}": {`)) + 1
    const mutated = { ...environment, [group]: { ...environment[group], [name]: value } }
    mutants.push({ file, line, start: 0, end: source.length, replacement: JSON.stringify(mutated), change: `${name}: ${change}` })
  }
  const RULES: Json[] = [{ read: true, write: false }, { read: false, write: true }, { read: 'doc._openid == auth.openid', write: 'doc._openid == auth.openid' }, { read: false, write: false }, { read: 'auth != null', write: false }]
  for (const [name, config] of Object.entries(environment.collections)) {
    for (const acl of ['READONLY', 'PRIVATE', 'ADMINWRITE', 'ADMINONLY', undefined]) if (acl !== config['acl']) add('collections', name, { ...config, acl, rule: undefined }, `acl ${String(config['acl'])} → ${acl ?? 'none'}`)
    for (const rule of RULES) add('collections', name, { ...config, acl: 'CUSTOM', rule }, `rule → ${JSON.stringify(rule)}`)
    add('collections', name, undefined, 'left out')
  }
  for (const [name, { invoke }] of Object.entries(environment.functionRules)) {
    for (const other of [true, false, 'auth != null']) if (other !== invoke) add('functionRules', name, { invoke: other }, `invoke ${JSON.stringify(invoke)} → ${JSON.stringify(other)}`)
    if (name !== '*') add('functionRules', name, undefined, 'left out')
  }
  return mutants
}

export function mutated(source: string, { start, end, replacement }: Mutant): string {
  return source.slice(0, start) + replacement + source.slice(end)
}
