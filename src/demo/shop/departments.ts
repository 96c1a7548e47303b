/** What the shop sells: departments, the nouns their titles are made of, and the level of their prices. */

export interface Department {
  readonly name: string
  readonly nouns: readonly string[]
  readonly price: number
}

export const departments: readonly Department[] = [
  {
    name: 'Camping',
    nouns: ['Tent', 'Sleeping Bag', 'Headlamp', 'Stove', 'Hammock', 'Water Filter', 'Trekking Pole'],
    price: 60,
  },
  {
    name: 'Baking',
    nouns: ['Loaf Pan', 'Rolling Pin', 'Whisk', 'Cake Stand', 'Proofing Basket', 'Icing Set', 'Scale'],
    price: 22,
  },
  { name: 'Cycling', nouns: ['Helmet', 'Saddle', 'Bike Light', 'Pannier', 'Pump', 'Gloves', 'Jersey'], price: 45 },
  {
    name: 'Gardening',
    nouns: ['Pruner', 'Trowel', 'Raised Bed', 'Seed Kit', 'Watering Can', 'Trellis', 'Kneeler'],
    price: 28,
  },
  { name: 'Music', nouns: ['Ukulele', 'Capo', 'Metronome', 'Guitar Strap', 'Microphone', 'Cajon', 'Tuner'], price: 70 },
  { name: 'Yoga', nouns: ['Mat', 'Block', 'Bolster', 'Strap', 'Towel', 'Wheel', 'Cushion'], price: 30 },
  {
    name: 'Painting',
    nouns: ['Easel', 'Brush Set', 'Canvas', 'Watercolours', 'Palette', 'Sketchbook', 'Varnish'],
    price: 25,
  },
  {
    name: 'Running',
    nouns: ['Shoes', 'Running Belt', 'Cap', 'Compression Socks', 'Vest', 'Watch', 'Gel Pack'],
    price: 55,
  },
  {
    name: 'Coffee',
    nouns: ['Grinder', 'Kettle', 'Dripper', 'Espresso Cups', 'Moka Pot', 'Beans', 'Tamper'],
    price: 35,
  },
  {
    name: 'Games',
    nouns: ['Strategy Game', 'Puzzle', 'Dice Set', 'Card Game', 'Chess Set', 'Party Game', 'Miniatures'],
    price: 32,
  },
  {
    name: 'Reading',
    nouns: ['Reading Lamp', 'Bookends', 'Novel', 'Notebook', 'Book Stand', 'Atlas', 'Cookbook'],
    price: 18,
  },
  {
    name: 'Photography',
    nouns: ['Tripod', 'Lens', 'Camera Bag', 'Filter Kit', 'Flash', 'Photo Printer', 'Film'],
    price: 110,
  },
]

export const adjectives: readonly string[] = [
  'Compact',
  'Classic',
  'Alpine',
  'Everyday',
  'Pro',
  'Ultralight',
  'Vintage',
  'Nordic',
  'Bright',
  'Quiet',
  'Sturdy',
  'Little',
]

export const qualities: readonly string[] = [
  'made to last',
  'easy to clean',
  'light enough to carry anywhere',
  'a gift that is kept',
  'with a two-year warranty',
  'from recycled materials',
  'loved by beginners',
  'for those who have tried everything else',
]
