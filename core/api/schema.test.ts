import * as v from 'valibot'
import { AppError } from '../error/app-error'
import { parse, text } from './schema'

const REQUEST = v.strictObject({ name: text(3), items: v.optional(v.array(v.strictObject({ openid: text(3) }))) })

function faultsOf(input: unknown): unknown {
  try {
    return parse(REQUEST, input)
  } catch (error) {
    if (error instanceof AppError) return error.details?.['fields']
    throw error
  }
}

it('a text has at least one character and at most so many', () => {
  for (const name of ['a', 'abc']) expect(faultsOf({ name })).toEqual({ name })
  expect(faultsOf({ name: '' })).toEqual([{ field: 'name', message: '参数 name 不能为空' }])
  expect(faultsOf({ name: 'abcd' })).toEqual([{ field: 'name', message: '参数 name 最多 3 个字符' }])
  expect(faultsOf({ name: 7 })).toEqual([{ field: 'name', message: '参数 name 要写成文字' }])
})

it('all faults are told at once, each where it is, as people count places in a list', () => {
  expect(faultsOf({ items: [{ openid: 'a' }, { openid: '' }, { openid: 'b', remark: '' }] })).toEqual([
    { field: 'name', message: '缺少参数 name' },
    { field: 'items[1].openid', message: '参数 items[1].openid 不能为空' },
    { field: 'items[2].remark', message: '不认识参数 items[2].remark，请检查拼写' },
  ])
})
