using ImprovementBoard.Core.Packs;
using static ImprovementBoard.Tests.TestFacts;

namespace ImprovementBoard.Tests.Core.Packs;

public sealed class PackEditionTests
{
    [Fact]
    public void Every_audience_has_one_edition() => Assert.Equal(Enum.GetValues<Audience>(), PackEdition.All.Select(e => e.Audience).Order());

    [Fact]
    public void Section_2_of_every_longer_edition_is_what_changed() =>
        Assert.All(PackEdition.All.Where(e => e.Layout != PackLayout.OnePage), e => Assert.Equal("changes", e.Parts[1].Key));

    [Fact]
    public void Facts_frozen_before_editions_keep_the_numbers_that_were_printed() =>
        Assert.Equal(["1 answer", "2 changes", "3 plan", "4 exceptions", "5 actions", "A key"], Numbers(Judged));

    [Fact]
    public void A_section_without_facts_leaves_its_number_free() =>
        Assert.Equal(["1 answer", "2 changes", "4 exceptions", "A key"], Numbers(Judged with { Sections = ["answer", "changes", "pace", "exceptions", "key"] }));

    [Fact]
    public void A_section_that_is_not_known_any_more_is_a_fault_of_the_program() =>
        Assert.Throws<KeyNotFoundException>(() => Numbers(Judged with { Sections = ["answer", "forgotten"] }));

    private static IEnumerable<string> Numbers(PackFacts facts) => PackAssembler.Assemble(facts, "0").Sections.Select(s => $"{s.Number} {s.Key}");
}
