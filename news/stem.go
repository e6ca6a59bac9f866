package news

import (
	"strings"

	"github.com/kljensen/snowball/english"
	"golang.org/x/text/unicode/norm"
)

// stem is what the forms of a folded word of Latin letters have in common. Words of other languages than
// English are treated alike, so that names stay the same.
func stem(word string) string {
	word = strings.TrimSuffix(word, "'s")
	if lettersIn(word) == otherLetters {
		word = strings.Map(func(r rune) rune {
			if 0x300 <= r && r <= 0x36F {
				return -1 // the accent of Erdoğan
			}
			return r
		}, norm.NFD.String(word))
	}
	return english.Stem(word, true)
}

// stopWords say how a sentence is made and not what it is of.
var stopWords = set(`a|an|the|and|or|but|nor|so|yet|if|then|than|that|this|these|those|there|here|it|its|it's|he|him|his|she|her|hers|they|them|their|we|us|our|
you|your|i|me|my|who|whom|whose|which|what|when|where|why|how|be|is|am|are|was|were|been|being|do|does|did|done|doing|don't|doesn't|didn't|has|have|had|having|
hasn't|haven't|will|would|won't|can|can't|cannot|could|couldn't|should|shouldn't|shall|may|might|must|isn't|aren't|wasn't|weren't|not|no|of|in|on|at|to|from|by|
for|with|without|as|into|onto|over|under|up|down|out|off|about|after|before|between|among|against|through|during|until|till|while|amid|amidst|via|per|again|
further|more|most|some|any|all|both|each|few|other|others|another|such|only|own|same|too|very|just|also|even|still|now|ever|never|one|s|t|re|ve|ll|d|m|
says|say|said|saying|tells|told|according|report|reports|reported|reportedly|new|news|get|gets|got|getting|make|makes|made|making|let|let's|it'll|he's|she's|
they're|we're|you're|i'm|what's|that's|here's|there's|who's|how's|de|la|le|les|des|du|et|el|los|las|del|un|una|une|en|y|que|der|die|das|und|ein|eine|von|mit|zu|den|im|
的|了|是|在|和|与|及|或|也|都|而|就|但|把|被|将|对|从|向|给|为|以|于|其|这|那|他|她|它|我|你|们|有|没|不|很|还|又|再|才|已|已经|曾|会|能|可|可以|可能|要|应|该|让|使|并|并且|
因|因为|所以|如果|虽然|但是|不过|而且|以及|由|由于|等|之|所|着|过|地|得|个|些|此|该|某|各|每|后|前|中|内|外|上|下|里|间|时|来|去|到|说|称|表示|指出|认为|报道|消息|记者|据|
目前|日前|近日|今日|今天|昨天|明天|昨日|明日|当地时间|时间|正在|进行|一个|一些|这个|那个|什么|怎么|如何|为何|为什么|多少|以来|之后|之前|其中|另外|此外|同时|成为|通过|根据|关于`)
