import ts from 'typescript'

const FLAGS = ts.TypeFormatFlags.NoTruncation

/** All that a module exports, with every type from elsewhere written out. Functions and classes are not expected in it. */
export function printTypes(checker: ts.TypeChecker, source: ts.SourceFile): string {
  const module = checker.getSymbolAtLocation(source)
  if (!module) throw new Error(`${source.fileName} is no module`)
  const own = new Map<string, string>()
  const symbols = checker.getExportsOfModule(module)
  const printer = new Printer(checker, new Set(symbols.map(({ name }) => name)))
  for (const symbol of symbols) own.set(symbol.name, printer.declaration(symbol))
  return `${[...own.values()].join('\n')}\n`
}

class Printer {
  constructor(
    private readonly checker: ts.TypeChecker,
    private readonly names: ReadonlySet<string>,
  ) {}

  declaration(symbol: ts.Symbol): string {
    const target = symbol.flags & ts.SymbolFlags.Alias ? this.checker.getAliasedSymbol(symbol) : symbol
    const declared = target.declarations?.[0]
    if (!declared) throw new Error(`nothing declares ${symbol.name}`)
    if (ts.isVariableDeclaration(declared)) return `export declare const ${symbol.name}: ${this.type(this.checker.getTypeOfSymbol(target))};`
    const type = this.checker.getDeclaredTypeOfSymbol(target)
    const parameters = ts.isTypeAliasDeclaration(declared) || ts.isInterfaceDeclaration(declared) ? (declared.typeParameters ?? []).map((each) => each.name.text) : []
    // A type that is worked out for each use has no members of its own to write out.
    const text = type.flags & ts.TypeFlags.Conditional && ts.isTypeAliasDeclaration(declared) ? declared.type.getText() : this.type(type, symbol.name)
    return `export type ${symbol.name}${parameters.length > 0 ? `<${parameters.join(', ')}>` : ''} = ${text};`
  }

  /** @param declaring  the name that is being declared, which cannot stand for itself */
  private type(type: ts.Type, declaring?: string): string {
    const name = type.aliasSymbol?.name ?? (type.symbol?.flags & ts.SymbolFlags.Interface ? type.symbol.name : undefined)
    if (name !== undefined && name !== declaring && this.names.has(name) && !type.aliasTypeArguments) return name
    if (type.flags & ts.TypeFlags.TypeParameter) return type.symbol.name
    if (type.isUnion()) return this.union(type)
    if (type.isIntersection()) return type.types.map((part) => this.type(part)).join(' & ')
    if (this.checker.isTupleType(type)) return `${isReadonly(type) ? 'readonly ' : ''}[${this.checker.getTypeArguments(type as ts.TypeReference).map((part) => this.type(part)).join(', ')}]`
    if (this.checker.isArrayType(type)) return `${isReadonly(type) ? 'readonly ' : ''}${this.wrapped(this.checker.getTypeArguments(type as ts.TypeReference)[0] as ts.Type)}[]`
    if (type.flags & ts.TypeFlags.Object && !type.getCallSignatures().length && type.symbol?.name !== 'Date') return this.object(type)
    return this.checker.typeToString(type, undefined, FLAGS)
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
    const members = this.checker.getPropertiesOfType(type).map((property) => {
      const isOptional = property.flags & ts.SymbolFlags.Optional
      const value = this.checker.getTypeOfSymbol(property)
      const key = /^[\w$]+$/.test(property.name) ? property.name : JSON.stringify(property.name)
      return `${key}${isOptional ? '?' : ''}: ${this.type(isOptional ? this.checker.getNonNullableType(value) : value)}`
    })
    const indexes = this.checker.getIndexInfosOfType(type).map(({ keyType, type: value }) => `[key: ${this.checker.typeToString(keyType)}]: ${this.type(value)}`)
    const all = [...members, ...indexes]
    return all.length === 0 ? '{}' : `{ ${all.join('; ')} }`
  }
}

function isReadonly(type: ts.Type): boolean {
  return type.symbol?.name === 'ReadonlyArray' || ((type as ts.TypeReference).target as ts.TupleType | undefined)?.readonly === true
}
