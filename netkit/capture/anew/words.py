"""Words of three to ten letters that labels of names are made of: birds, trees, stones and things of the house."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["WORDS"]

_WORDS = """
ash bay bee box cup dew elm fig fir fox gem hat hen ink ivy jay key kit log map net oak owl pan pea pen pie rye sea sky sun tea urn wax yew
bark bear bell boat cave clay coal cove crow dale deer dove duck dune fern fish flax foam ford gate gold gull hare harp hawk hill iron
isle jade kite lake lamb lark leaf lime lion loom lynx mill mint moon moss moth nest opal palm path pear pine plum pond pool rain reed reef
rock rook rope rose ruby sage sail salt sand seal seed silk snow star stem surf swan tern tide tree vale vine wave well wolf wood wren
acorn amber apple aspen basil beech berry birch bloom brass bread brook cedar chalk chime clock cloud coral crane creek daisy delta eagle
ember fable field finch flame flint frost glade glass grape grass grove heath heron hazel holly honey horse ivory larch lemon lilac linen
llama maple marsh melon mirth olive onion otter peach pearl petal plain quail raven ridge river robin shell shore slate spice spoon
stone storm straw swift thyme tiger torch tower trout tulip vault wheat whale woods
almond badger bamboo barley basket beacon beaver bonnet bridge bronze butter candle canyon carpet castle cherry clover cobalt copper
cotton dahlia desert donkey falcon feather fiddle forest garden garnet ginger goblet hammer harbor hollow hornet island jasper jungle kettle
ladder lagoon laurel lichen linnet lizard locust magpie marble meadow mirror mitten monkey mosaic nectar nutmeg orchid osprey oyster paddle
parrot pebble pepper petrel pigeon pillow plover poplar puffin quarry quartz rabbit ribbon rocket saddle salmon sandal shadow silver siskin
sorrel spring stream summer sunset tunnel turtle valley velvet violet walnut willow winter
anchovy avocado bittern blossom buffalo bulrush buzzard cabbage caravan caraway catfish chimney compass coppice cottage cricket crystal
cypress dolphin dunnock emerald feather firefly foxtail gazelle giraffe goshawk granite griffin hamster harvest heather
hemlock hickory juniper kestrel lantern leopard lettuce lobster mallard mammoth mariner meadows morning mustard orchard ostrich panther
parsley peacock pelican penguin petunia piccolo pumpkin raccoon rainbow redwood rooster saffron sapling seagull seaweed skylark
sparrow spinach sunbeam sunrise swallow thistle tractor truffle vanilla volcano walrus waxwing wildcat
amethyst antelope bluebird bluebell bobolink boulders campfire cardinal cashmere chestnut chipmunk cinnamon
cucumber daffodil dewberry dormouse driftwood eggplant elephant farmyard fireside flamingo foothill geranium goldfish grosbeak
hawthorn hedgehog hibiscus highland hornbeam ladybird lavender magnolia mandolin marigold marjoram moonbeam
mountain mulberry mushroom nuthatch obsidian parakeet pheasant pinecone plantain porridge primrose reindeer rosemary sandbank sapphire
seashell snowdrop squirrel starfish starling sunshine tamarind tamarisk titmouse tortoise treetops turmeric
turnstone valerian viburnum wheatear wildfowl windmill woodlark woodland
alabaster artichoke blackbird blueberry brookside butterfly buttercup carnation celandine chaffinch chickadee columbine cormorant cranberry
crossbill dandelion dragonfly driftwood edelweiss evergreen fieldfare goldcrest goldfinch guillemot
huckleberry jellyfish kittiwake lakeshore limestone merganser mistletoe moonstone nectarine nightfall pineapple ponderosa porcupine
raspberry razorbill riverside sandpiper sandstone sassafras snowflake soapstone spoonbill stonechat sugarcane sunflower sweetcorn
tangerine thornbush tourmaline turnstone turquoise waterfall watermill whetstone whirlpool whitebeam woodchuck yellowtail
aquamarine blackberry candlewick chinchilla cloudberry elderberry gooseberry grapefruit greenfinch honeycombs
hummingbird kingfisher loganberry meadowlark moonflower nasturtium oystershell partridges peppermint periwinkle pomegranate
rhinoceros roadrunner salamander sandcastle shearwater silverfish snapdragon strawberry sugarmaple tumbleweed turtledove waterfalls
watermelon wavelength willowherb woodpecker
"""


def _by_length() -> Mapping[int, tuple[str, ...]]:
    found: dict[int, list[str]] = {}
    for word in sorted(set(_WORDS.split())):
        found.setdefault(len(word), []).append(word)
    return MappingProxyType({length: tuple(words) for length, words in found.items()})


WORDS = _by_length()
"""The words under their lengths."""
