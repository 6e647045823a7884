import { toSnakeCase } from './snake-case'

test('keys become snake_case at every depth, values stay', () => {
  const params = { templateId: 'Ab', data: { thing1: { value: 'X Y' } }, kidList: [1, { sceneDesc: null }], Touser: true }
  expect(toSnakeCase(params)).toEqual({
    template_id: 'Ab',
    data: { thing1: { value: 'X Y' } },
    kid_list: [1, { scene_desc: null }],
    touser: true,
  })
})

test('keys that are snake_case already are kept', () => {
  expect(toSnakeCase({ template_id: 1, character_string3: 2 })).toEqual({ template_id: 1, character_string3: 2 })
})

test('what is nested 10,000 deep is refused in words', () => {
  const deep = JSON.parse(`${'['.repeat(10_000)}${']'.repeat(10_000)}`) as unknown
  expect(() => toSnakeCase(deep)).toThrow(expect.objectContaining({ code: 'INVALID_PARAM', message: expect.stringContaining('nested') as string }))
})
