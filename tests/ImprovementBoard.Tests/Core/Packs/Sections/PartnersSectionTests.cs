using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Packs.Sections;
using static ImprovementBoard.Core.Ratings.DeliveryRating;
using static ImprovementBoard.Tests.TestFacts;

namespace ImprovementBoard.Tests.Core.Packs.Sections;

public sealed class PartnersSectionTests
{
    private static PackFacts Shared => Plan(
        [Recommendation("1", OffTrack, "1.1") with { OwnerAgency = "Kirklees Council" }, Recommendation("2", OnTrack, "1.3") with { OwnerAgency = "Health" }],
        [
            Action("1.1", OffTrack, "1") with { LeadAgency = "Police" },
            Action("1.2", OnTrack, "1") with { LeadAgency = "Police", UpdateDueBy = Position.AddDays(-1) },
            Action("1.3", AtRisk, "2") with { LeadAgency = "Health" },
            Action("1.4", Complete, "1") with { LeadAgency = "Council" },
            Action("1.5", OffTrack, "1") with { LeadAgency = "kirklees council" },
        ]);

    [Fact]
    public void Counts_every_agency_by_rating_partners_first_and_the_council_as_one()
    {
        var said = PartnersSection.From(Shared)!;

        Assert.Equal("Partners other than the council lead 3 of 5 actions; 1 is off track and 1 at risk.", said.Conclusion);
        var table = said.Tables.Single();
        Assert.Equal(["Agency", "Owns", "Leads", "Off track", "At risk", "On track", "Complete", "Update late"], table.Columns);
        Assert.Equal(["Police|0|2|1|0|1|0|1", "Health|1|1|0|1|0|0|0", "Kirklees Council|1|2|1|0|0|1|0", "All|2|5|2|1|1|1|1"], table.FlatRows.Select(r => string.Join('|', r.Select(c => c.Words))));
        Assert.Equal("3 of 3 shown", table.Shown);
        Assert.Equal("Led by partners and off track or at risk: 1.1 (Police) and 1.3 (Health).", said.Notes[0]);
    }

    [Fact]
    public void Too_many_to_name_are_only_counted() =>
        Assert.Single(PartnersSection.From(Plan([], [.. Enumerable.Range(1, 13).Select(i => Action($"{i}", OffTrack) with { LeadAgency = "Police" })]))!.Notes);

    [Fact]
    public void Says_nothing_where_no_partner_leads_or_nobody_wrote_down_who_does()
    {
        Assert.Null(PartnersSection.From(Plan([], [])));
        Assert.Null(PartnersSection.From(Plan([], [Action("1", OnTrack) with { LeadAgency = "Council" }])));
        Assert.Null(PartnersSection.From(SmallPlan));
    }

    [Fact]
    public void An_agency_that_was_not_written_down_is_no_partner() =>
        Assert.Equal(["Police", "Not recorded", "All"], PartnersSection.From(Plan([], [Action("1", OnTrack), Action("2", OnTrack) with { LeadAgency = "Police" }]))!.Tables[0].FlatRows.Select(r => r[0].Words));
}
