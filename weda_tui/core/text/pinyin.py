"""How Chinese words are spelt in pinyin, and their initials: at once and without a dictionary.

GB 2312 sorts its 3755 common characters by their reading: where one stands tells its syllable.
A character with several readings has the one that GB 2312 sorts it by, but in the words of
``_READ_OTHERWISE``. Titles of endpoints carry initials of their own, made by ``formats.pinyin``.
"""

from bisect import bisect_right
from functools import cache

_FIRST_OF_EACH = """
aB0A1 aiB0A3 anB0B0 angB0B9 aoB0BC baB0C5 baiB0D7 banB0DF bangB0EE baoB0FA beiB1AD benB1BC
bengB1C0 biB1C6 bianB1DE biaoB1EA bieB1EE binB1F2 bingB1F8 boB2A3 buB2B6 caB2C1 caiB2C2 canB2CD
cangB2D4 caoB2D9 ceB2DE cengB2E3 chaB2E5 chaiB2F0 chanB2F3 changB2FD chaoB3AC cheB3B5 chenB3BB
chengB3C5 chiB3D4 chongB3E4 chouB3E9 chuB3F5 chuaiB4A7 chuanB4A8 chuangB4AF chuiB4B5 chunB4BA
chuoB4C1 ciB4C3 congB4CF couB4D5 cuB4D6 cuanB4DA cuiB4DD cunB4E5 cuoB4E8 daB4EE daiB4F4 danB5A2
dangB5B1 daoB5B6 deB5C2 dengB5C5 diB5CC dianB5DF diaoB5EF dieB5F8 dingB6A1 diuB6AA dongB6AB
douB6B5 duB6BD duanB6CB duiB6D1 dunB6D5 duoB6DE eB6EA enB6F7 erB6F8 faB7A2 fanB7AA fangB7BB
feiB7C6 fenB7D2 fengB7E1 foB7F0 fouB7F1 fuB7F2 gaB8C1 gaiB8C3 ganB8C9 gangB8D4 gaoB8DD geB8E7
geiB8F8 genB8F9 gengB8FB gongB9A4 gouB9B3 guB9BC guaB9CE guaiB9D4 guanB9D7 guangB9E2 guiB9E5
gunB9F5 guoB9F8 haB9FE haiBAA1 hanBAA8 hangBABB haoBABE heBAC7 heiBAD9 henBADB hengBADF hongBAE4
houBAED huBAF4 huaBBA8 huaiBBB1 huanBBB6 huangBBC4 huiBBD2 hunBBE7 huoBBED jiBBF7 jiaBCCE
jianBCDF jiangBDA9 jiaoBDB6 jieBDD2 jinBDED jingBEA3 jiongBEBC jiuBEBE juBECF juanBEE8 jueBEEF
junBEF9 kaBFA6 kaiBFAA kanBFAF kangBFB5 kaoBFBC keBFC0 kenBFCF kengBFD3 kongBFD5 kouBFD9 kuBFDD
kuaBFE4 kuaiBFE9 kuanBFED kuangBFEF kuiBFF7 kunC0A4 kuoC0A8 laC0AC laiC0B3 lanC0B6 langC0C5
laoC0CC leC0D5 leiC0D7 lengC0E2 liC0E5 liaC1A9 lianC1AA liangC1B8 liaoC1C3 lieC1D0 linC1D5
lingC1E1 liuC1EF longC1FA louC2A5 luC2AB lvC2BF luanC2CD lueC2D3 lunC2D5 luoC2DC maC2E8 maiC2F1
manC2F7 mangC3A2 maoC3A8 meC3B4 meiC3B5 menC3C5 mengC3C8 miC3D0 mianC3DE miaoC3E7 mieC3EF
minC3F1 mingC3F7 miuC3FD moC3FE mouC4B1 muC4B4 naC4C3 naiC4CA nanC4CF nangC4D2 naoC4D3 neC4D8
neiC4D9 nenC4DB nengC4DC niC4DD nianC4E8 niangC4EF niaoC4F1 nieC4F3 ninC4FA ningC4FB niuC5A3
nongC5A7 nuC5AB nvC5AE nuanC5AF nueC5B0 nuoC5B2 oC5B6 ouC5B7 paC5BE paiC5C4 panC5CA pangC5D2
paoC5D7 peiC5DE penC5E7 pengC5E9 piC5F7 pianC6AA piaoC6AE pieC6B2 pinC6B4 pingC6B9 poC6C2
pouC6CA puC6CB qiC6DA qiaC6FE qianC7A3 qiangC7B9 qiaoC7C1 qieC7D0 qinC7D5 qingC7E0 qiongC7ED
qiuC7EF quC7F7 quanC8A6 queC8B1 qunC8B9 ranC8BB rangC8BF raoC8C4 reC8C7 renC8C9 rengC8D3 riC8D5
rongC8D6 rouC8E0 ruC8E3 ruanC8ED ruiC8EF runC8F2 ruoC8F4 saC8F6 saiC8F9 sanC8FD sangC9A3 saoC9A6
seC9AA senC9AD sengC9AE shaC9AF shaiC9B8 shanC9BA shangC9CA shaoC9D2 sheC9DD shenC9E9 shengC9F9
shiCAA6 shouCAD5 shuCADF shuaCBA2 shuaiCBA4 shuanCBA8 shuangCBAA shuiCBAD shunCBB1 shuoCBB5
siCBB9 songCBC9 souCBD1 suCBD5 suanCBE1 suiCBE4 sunCBEF suoCBF2 taCBFA taiCCA5 tanCCAE tangCCC0
taoCCCD teCCD8 tengCCD9 tiCCDD tianCCEC tiaoCCF4 tieCCF9 tingCCFC tongCDA8 touCDB5 tuCDB9
tuanCDC4 tuiCDC6 tunCDCC tuoCDCF waCDDA waiCDE1 wanCDE3 wangCDF4 weiCDFE wenCEC1 wengCECB woCECE
wuCED7 xiCEF4 xiaCFB9 xianCFC6 xiangCFE0 xiaoCFF4 xieD0A8 xinD0BD xingD0C7 xiongD0D6 xiuD0DD
xuD0E6 xuanD0F9 xueD1A5 xunD1AB yaD1B9 yanD1C9 yangD1EA yaoD1FB yeD2AC yiD2BB yinD2F0 yingD3A2
yoD3B4 yongD3B5 youD3C4 yuD3D8 yuanD4A7 yueD4BB yunD4C5 zaD4D1 zaiD4D4 zanD4DB zangD4DF zaoD4E2
zeD4F0 zeiD4F4 zenD4F5 zengD4F6 zhaD4FA zhaiD5AA zhanD5B0 zhangD5C1 zhaoD5D0 zheD5DA zhenD5E4
zhengD5F4 zhiD6A5 zhongD6D0 zhouD6DB zhuD6E9 zhuaD7A5 zhuaiD7A7 zhuanD7A8 zhuangD7AE zhuiD7B5
zhunD7BB zhuoD7BD ziD7C8 zongD7D7 zouD7DE zuD7E2 zuanD7EA zuiD7EC zunD7F0 zuoD7F2
"""
"""Each syllable with the code of its first character; ``v`` is ü, but not before an e."""
_LAST = 0xD7F9
"""Behind it characters are sorted by their strokes."""
_READ_OTHERWISE = {
    "\u89d2\u8272": "jue",  # 角色
    "\u6821\u9a8c": "jiao",  # 校验
    "\u6a21\u677f": "mu",  # 模板
    "\u4ec0\u4e48": "shen",  # 什么
}
"""Words whose first character has another reading than alone."""


def syllables(text: str) -> tuple[str, ...]:
    """Return how each character is spelt; one that is not common Chinese is what it is.

    Blanks and signs are empty. ``text`` is folded, see ``search_index.normalise``.
    """
    return tuple(
        _READ_OTHERWISE.get(text[at : at + 2]) or _syllable(character)
        for at, character in enumerate(text)
    )


def find_spelt(text: str, letters: str) -> tuple[int, int] | None:
    """Return which characters of a folded text are spelt by letters: (start, end).

    They begin with a character and may end inside of one. ``None`` where there are none such.
    """
    spelt = syllables(text)
    whole, at = "".join(spelt), 0
    for start, syllable in enumerate(spelt):
        if syllable and whole.startswith(letters, at):
            end, left = start, len(letters)
            while left > 0:
                left -= len(spelt[end])
                end += 1
            return start, end
        at += len(syllable)
    return None


def initials(text: str) -> str:
    """Return the first letter of every common Chinese character, in a row; nothing for others."""
    return "".join(_syllable(each)[0] for each in text if _is_common(each))


@cache
def _starts() -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Return the first code of each syllable, and the syllables."""
    pairs = [(int(each[-4:], 16), each[:-4]) for each in _FIRST_OF_EACH.split()]
    return tuple(code for code, _ in pairs), tuple(syllable for _, syllable in pairs)


def _code(character: str) -> int:
    try:
        return int.from_bytes(character.encode("gb2312"), "big")
    except UnicodeEncodeError:
        return 0


def _is_common(character: str) -> bool:
    return _starts()[0][0] <= _code(character) <= _LAST


@cache
def _syllable(character: str) -> str:
    if not _is_common(character):
        return character if character.isalnum() else ""
    codes, spelt = _starts()
    return spelt[bisect_right(codes, _code(character)) - 1]
