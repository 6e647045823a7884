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
