import { partDark, rewriteJson, rewriteWxml, tokensOf, withBase, withFallbacks } from './rewrite'

const SHEET = `/* Tokens. */
page {
  /* Under white text. */
  --brand: #05884a;
  --mask: rgba(0, 0, 0, 0.5);

  color: var(--brand);
}

@media (prefers-color-scheme: dark) {
  page {
    --brand: #3ddc88;
  }
}

.card {
  color: var(--brand);
}
`

describe('a sheet that all have in common', () => {
  it('comes in three, the dark values after the light ones and apart from both', () => {
    const { base, light, dark } = partDark(SHEET)
    expect(base).toBe("@import './light.wxss';\n@import './dark.wxss';\n.card {\n  color: var(--brand);\n}\n")
    expect(light).toMatch(/^\/\* Tokens\. \*\/\npage \{[^]*\n\}\n$/)
    expect(dark).toMatch(/^@media \(prefers-color-scheme: dark\) \{[^]*#3ddc88[^]*\n\}\n$/)
  })

  it('is refused when it is not what it was when this was written', () => {
    expect(() => partDark('.card { color: red }')).toThrow(/light and dark values/)
  })

  it('is taken in by a page from where the page stands', () => {
    expect(withBase('admin/push/push.wxss', '.a {\n}\n')).toBe("@import '../../base.wxss';\n.a {\n}\n")
  })
})

it('a component shows the light colours where nobody gives it any', () => {
  const tokens = tokensOf(partDark(SHEET).light)
  expect(withFallbacks('a { color: var(--brand); background: var(--mask); border-color: var(--theirs) }', tokens)).toBe(
    'a { color: var(--brand, #05884a); background: var(--mask, rgba(0, 0, 0, 0.5)); border-color: var(--theirs) }',
  )
})

describe('addresses', () => {
  it('of components are made from where the file stands', () => {
    const json = { component: true, usingComponents: { bar: '/admin/components/bar/bar', sheet: '/components/sheet/sheet', theirs: 'plugin://x/y' } }
    expect(JSON.parse(rewriteJson('admin/components/row/row.json', JSON.stringify(json), false))).toEqual({
      component: true,
      usingComponents: { bar: '../bar/bar', sheet: '../../../components/sheet/sheet', theirs: 'plugin://x/y' },
    })
  })

  it('of pictures begin with the folder, and other addresses are left alone', () => {
    expect(rewriteWxml('<image src="/assets/icons/{{icon}}.svg" /><image src="{{photo}}" />')).toBe('<image src="/subscribe-message/assets/icons/{{icon}}.svg" /><image src="{{photo}}" />')
  })
})
