import ts from 'typescript'

/** All that a module exports, with every type from elsewhere written out; classes are not expected in it. */
export function printTypes(checker: ts.TypeChecker, source: ts.SourceFile): string {
  const module = checker.getSymbolAtLocation(source)
  if (!module) throw new Error(`${source.fileName} is no module`)
  const symbols = checker.getExportsOfModule(module)
  const printer = new Printer(checker, symbols)
  return `${symbols.map((symbol) => printer.declaration(symbol)).join('\n')}\n`
}

class Printer {
  /** What the module gives a name to; the first name of several. */
  private readonly names = new Map<ts.Type, string>()
  /** Being written out: one that holds itself, and has no name, cannot be. */
  private readonly open = new Set<ts.Type>()

  constructor(
    private readonly checker: ts.TypeChecker,
    symbols: readonly ts.Symbol[],
  ) {
    for (const symbol of [...symbols].reverse()) if (this.target(symbol).flags & ts.SymbolFlags.Type) this.names.set(checker.getDeclaredTypeOfSymbol(this.target(symbol)), symbol.name)
  }

  declaration(symbol: ts.Symbol): string {
    const target = this.target(symbol)
    const declared = target.declarations?.[0]
    if (!declared) throw new Error(`nothing declares ${symbol.name}`)
    if (ts.isVariableDeclaration(declared)) return `export declare const ${symbol.name}: ${this.type(this.checker.getTypeOfSymbol(target))};`
    if (ts.isFunctionDeclaration(declared)) return `export declare function ${symbol.name}${this.signature(this.checker.getTypeOfSymbol(target).getCallSignatures()[0], ': ')};`
    const type = this.checker.getDeclaredTypeOfSymbol(target)
    const parameters = ts.isTypeAliasDeclaration(declared) || ts.isInterfaceDeclaration(declared) ? (declared.typeParameters ?? []).map((each) => each.name.text) : []
    // A type that is worked out for each use has no members of its own to write out.
    const text = type.flags & ts.TypeFlags.Conditional && ts.isTypeAliasDeclaration(declared) ? declared.type.getText() : this.type(type, symbol.name)
    return `export type ${symbol.name}${parameters.length > 0 ? `<${parameters.join(', ')}>` : ''} = ${text};`
  }

  private target(symbol: ts.Symbol): ts.Symbol {
    return symbol.flags & ts.SymbolFlags.Alias ? this.checker.getAliasedSymbol(symbol) : symbol
  }

  /** @param declaring  the name that is being declared, which cannot stand for itself */
  private type(type: ts.Type, declaring?: string): string {
    const name = this.names.get(type)
    if (name !== undefined && name !== declaring) return name
    if (type.flags & ts.TypeFlags.TypeParameter) return type.symbol.name
    if (type.isUnion()) return this.union(type)
    if (type.isIntersection()) return type.types.map((part) => this.type(part)).join(' & ')
    if (this.checker.isTupleType(type)) return `${isReadonly(type) ? 'readonly ' : ''}[${this.checker.getTypeArguments(type as ts.TypeReference).map((part) => this.type(part)).join(', ')}]`
    if (this.checker.isArrayType(type)) return `${isReadonly(type) ? 'readonly ' : ''}${this.wrapped(this.checker.getTypeArguments(type as ts.TypeReference)[0] as ts.Type)}[]`
    if (type.symbol?.name === 'Promise') return `Promise<${this.checker.getTypeArguments(type as ts.TypeReference).map((part) => this.type(part)).join(', ')}>`
    if (this.open.has(type)) return 'unknown'
    const [call] = type.getCallSignatures()
    if (call) return this.signature(call, ' => ')
    if (type.flags & ts.TypeFlags.Object && type.symbol?.name !== 'Date') return this.object(type)
    return this.checker.typeToString(type, undefined, ts.TypeFormatFlags.NoTruncation)
  }

  private signature(signature: ts.Signature | undefined, before: string): string {
    if (!signature) return `()${before}unknown`
    const parameters = signature.getParameters().map((parameter) => {
      const declared = parameter.valueDeclaration as ts.ParameterDeclaration
      const isOptional = this.checker.isOptionalParameter(declared)
      const type = this.checker.getTypeOfSymbol(parameter)
      return `${declared.dotDotDotToken ? '...' : ''}${ts.isIdentifier(declared.name) ? parameter.name : 'options'}${isOptional ? '?' : ''}: ${this.type(isOptional ? this.checker.getNonNullableType(type) : type)}`
    })
    return `(${parameters.join(', ')})${before}${this.type(signature.getReturnType())}`
  }

  private union(type: ts.UnionType): string {
    const parts = type.types.map((part) => this.type(part))
    const text = [...new Set(parts)].join(' | ')
    return /\bfalse \| true\b|\btrue \| false\b/.test(text) ? text.replace(/\bfalse \| true\b|\btrue \| false\b/, 'boolean') : text
  }

  private wrapped(type: ts.Type): string {
    const text = this.type(type)
    return / [|&] /.test(text) && !/^\{[^]*\}$/.test(text) ? `(${text})` : text
  }

  private object(type: ts.Type): string {
    this.open.add(type)
    const members = this.checker.getPropertiesOfType(type).map((property) => {
      const isOptional = property.flags & ts.SymbolFlags.Optional
      const value = this.checker.getTypeOfSymbol(property)
      const key = /^[\w$]+$/.test(property.name) ? property.name : JSON.stringify(property.name)
      return `${key}${isOptional ? '?' : ''}: ${this.type(isOptional ? this.checker.getNonNullableType(value) : value)}`
    })
    const indexes = this.checker.getIndexInfosOfType(type).map(({ keyType, type: value }) => `[key: ${this.checker.typeToString(keyType)}]: ${this.type(value)}`)
    const all = [...members, ...indexes]
    this.open.delete(type)
    return all.length === 0 ? '{}' : `{ ${all.join('; ')} }`
  }
}

/** Handles of the database, of WeChat's interfaces and the like. */
function isReadonly(type: ts.Type): boolean {
  return type.symbol?.name === 'ReadonlyArray' || ((type as ts.TypeReference).target as ts.TupleType | undefined)?.readonly === true
}
