using ImprovementBoard.Core.Packs;
using static ImprovementBoard.Tests.TestFacts;

namespace ImprovementBoard.Tests.Core.Packs;

public sealed class PackEditionTests
{
    [Fact]
    public void Every_audience_has_one_edition() => Assert.Equal(Enum.GetValues<Audience>(), PackEdition.All.Select(e => e.Audience).Order());

    [Fact]
    public void Section_1_of_every_longer_edition_is_the_answer_and_section_2_what_changed() =>
        Assert.All(PackEdition.All.Where(e => e.Layout != PackLayout.OnePage), e => Assert.Equal(["1 answer", "2 changes"], Of(e).Where(n => n[0] is '1' or '2')));

    [Fact]
    public void The_commissioner_reads_the_legal_frame_first() =>
        Assert.Equal("0 direction", Of(PackEdition.Of(Audience.Commissioner)).First());

    [Fact]
    public void A_commissioner_pack_frozen_with_the_direction_third_keeps_its_numbers() =>
        Assert.Equal(["1 answer", "2 changes", "3 direction"], Numbers(Judged with { Sections = ["answer", "changes", "direction", "pace"] }));

    [Fact]
    public void Partners_stand_before_the_table_of_every_action()
    {
        var keys = PackEdition.Of(Audience.Board).Parts.Select(p => p.Key).ToList();

        Assert.Equal(["partners", "action_list", "key", "readiness"], keys[^4..]);
        Assert.DoesNotContain("7 partners", Of(PackEdition.Of(Audience.Board)));
    }

    [Fact]
    public void Facts_frozen_before_editions_keep_the_numbers_that_were_printed() =>
        Assert.Equal(["1 answer", "2 changes", "3 plan", "4 exceptions", "5 actions", "A key"], Numbers(Judged));

    [Fact]
    public void A_section_without_facts_leaves_its_number_free() =>
        Assert.Equal(["1 answer", "2 changes", "4 exceptions", "A key"], Numbers(Judged with { Sections = ["answer", "changes", "pace", "exceptions", "key"] }));

    [Fact]
    public void A_section_that_is_not_known_any_more_is_a_fault_of_the_program() =>
        Assert.Throws<KeyNotFoundException>(() => Numbers(Judged with { Sections = ["answer", "forgotten"] }));

    private static IEnumerable<string> Of(PackEdition edition) => Numbers(Narrowed.For(Judged, edition.Audience));

    private static IEnumerable<string> Numbers(PackFacts facts) => PackAssembler.Assemble(facts, "0").Sections.Select(s => $"{s.Number} {s.Key}");
}
