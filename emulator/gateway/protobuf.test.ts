import { decodeCall, encodeAnswer, encodeRefusal } from './protobuf'

const decodeHex = (hex: string) => decodeCall(Buffer.from(hex, 'hex'))

describe('what the SDK sends', () => {
  test('subscribeMessage.send arrives as REST parameters', () => {
    const captured =
      '080012f2010a130a06746f757365721209226f5f7573657231220a200a047061676512182270616765732f696e6465782f696e6465783f69643d31220a0f0a' +
      '046c616e671207227a685f434e220a720a0464617461126a7b227468696e6731223a7b2276616c7565223a22e9a1b9e79bae227d2c2274696d6532223a7b22' +
      '76616c7565223a2232303236e5b9b431e69c8831e697a52031303a3030227d2c226368617261637465725f737472696e6733223a7b2276616c7565223a2241' +
      '31227d7d0a150a0b74656d706c6174655f696412062254504c31220a1d0a116d696e6970726f6772616d5f7374617465120822666f726d616c22'
    expect(decodeHex(captured)).toEqual({
      apiType: 'OPEN_API',
      params: {
        touser: 'o_user1',
        page: 'pages/index/index?id=1',
        lang: 'zh_CN',
        data: { thing1: { value: '项目' }, time2: { value: '2026年1月1日 10:00' }, character_string3: { value: 'A1' } },
        template_id: 'TPL1',
        miniprogram_state: 'formal',
      },
    })
  })

  test('a call without parameters is empty', () => {
    expect(decodeHex('08001200')).toEqual({ apiType: 'OPEN_API', params: {} })
  })

  test('arrays stay arrays', () => {
    const captured =
      '080012370a0c0a03746964120522343031220a110a086b69645f6c69737412055b312c325d0a140a0a7363656e655f646573631206227465737422'
    expect(decodeHex(captured).params).toEqual({ tid: '401', kid_list: [1, 2], scene_desc: 'test' })
  })

  test('convertCase:false keeps the names, and a shared appid travels along', () => {
    const captured = '080012150a130a07736f6d654b657912087b226142223a317d320777786f74686572'
    expect(decodeHex(captured)).toEqual({ apiType: 'OPEN_API', params: { someKey: { aB: 1 } }, appid: 'wxother' })
  })

  test('a file arrives as bytes with its name', () => {
    const captured = '0800121a0a180a056d65646961120489504e4722096d656469612e706e67'
    expect(decodeHex(captured).params).toEqual({
      media: { value: Buffer.from('89504e47', 'hex'), filename: 'media.png', contentType: undefined },
    })
  })

  test('bytes that are no message are an error', () => {
    expect(() => decodeHex('ffffffff')).toThrow()
  })
})

describe('what the SDK gets', () => {
  test('an answer of WeChat carries its text, its type and status 200', () => {
    expect(encodeAnswer('{"errcode":0,"errmsg":"ok"}', 'application/json; encoding=utf-8').toString('hex')).toBe(
      '0a1b7b22657272636f6465223a302c226572726d7367223a226f6b227d' +
        '12206170706c69636174696f6e2f6a736f6e3b20656e636f64696e673d7574662d3820c801',
    )
  })

  test.each([
    [-604100, '18bc90dbffffffffffff01'],
    [-604101, '18bb90dbffffffffffff01'],
    [-604102, '18ba90dbffffffffffff01'],
  ])('refusal %i is a bare error code', (errorCode, hex) => {
    expect(encodeRefusal(errorCode).toString('hex')).toBe(hex)
  })
})
