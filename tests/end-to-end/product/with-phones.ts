import { type Phone, type PhoneOptions } from './phone'
import { Product } from './product'

/** The product for one test file: started before its tests, back to the seed before each of them; phones are closed after each. */
export function withPhones(): { product: () => Product; open: (nickname: string, path?: string, options?: PhoneOptions) => Promise<Phone> } {
  let product: Product
  const phones: Phone[] = []
  beforeAll(async () => {
    product = await Product.start()
  })
  afterAll(() => product?.close())
  beforeEach(() => product.reset())
  afterEach(async () => {
    for (const phone of phones.splice(0)) await phone.close()
  })
  const open = async (nickname: string, path?: string, options: PhoneOptions = {}): Promise<Phone> => {
    const phone = await product.phone(nickname, { path, ...options })
    phones.push(phone)
    return phone
  }
  return { product: () => product, open }
}
