using System.Text.Json;
using System.Text.RegularExpressions;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Web.Features.Packs;
using static ImprovementBoard.Core.Ratings.DeliveryRating;
using static ImprovementBoard.Tests.TestFacts;

namespace ImprovementBoard.Tests.Core.Packs;

public sealed partial class PackAssemblerTests
{
    private static readonly string Hash = new('a', 64);

    [Fact]
    public void A_pack_is_named_and_dated_by_its_facts()
    {
        var content = PackAssembler.Assemble(SmallPlan, Hash);

        Assert.Equal("Board progress pack: Kirklees children’s services, August 2018", content.Title);
        Assert.Equal(Position, content.Date);
        Assert.Equal(Hash, content.Cover.FactsHash);
        Assert.Equal(RatingLook.All.Select(l => l.Code), content.Looks.Keys);
    }

    [Theory]
    [InlineData(2, "Pack 2")]
    [InlineData(null, "Draft of 6 August 2018")]
    public void A_pack_refers_to_itself_by_number_and_a_draft_by_date(int? number, string reference) =>
        Assert.Equal(reference, PackAssembler.Reference(SmallPlan with { Number = number }));

    [Fact]
    public void The_same_facts_give_the_same_content() => Assert.All(AnyPlans(1), facts => Assert.Equal(Json(facts), Json(facts)));

    [Fact]
    public void Facts_read_back_from_their_frozen_json_give_the_same_content() =>
        Assert.All(AnyPlans(2), facts => Assert.Equal(Json(facts), Json(JsonSerializer.Deserialize<PackFacts>(JsonSerializer.Serialize(facts))!)));

    [Fact]
    public void A_pack_frozen_before_impact_and_states_were_kept_still_reads_and_says_nothing_of_them()
    {
        var json = JsonSerializer.SerializeToNode(Moved((OffTrack, AtRisk), (AtRisk, AtRisk)))!.AsObject();
        json["Previous"]!.AsObject().Remove("Standings");
        foreach (var item in json["Recommendations"]!.AsArray().Concat(json["Actions"]!.AsArray()).Select(n => n!.AsObject()))
        {
            foreach (var later in (string[])["Standing", "RuleSays", "ReviewerSays"])
                item.Remove(later);
        }

        var content = PackAssembler.Assemble(json.Deserialize<PackFacts>()!, Hash);

        Assert.Null(content.Said<PackAnswer>().Grid);
        Assert.Null(content.Said<PackPlan>().ImpactKey);
        Assert.DoesNotContain(content.Said<PackChanges>().Rows, r => r.Kind is ChangeKind.Impact or ChangeKind.State);
        Assert.All(content.Said<PackActions>().Groups, g => Assert.Equal((null, null, null), (g.Impact, g.State, g.ImpactReason)));
    }

    [Fact]
    public void Every_section_counts_the_same_actions() =>
        Assert.All(AnyPlans(3), facts =>
        {
            var content = PackAssembler.Assemble(facts, Hash);
            int Counted(params DeliveryRating[] ratings) => content.Said<PackAnswer>().Actions.Where(c => ratings.Select(r => RatingLook.Of(r).Code).Contains(c.Rating)).Sum(c => c.Count);

            Assert.Equal(facts.Actions.Count, content.Said<PackAnswer>().Actions.Sum(c => c.Count));
            Assert.Equal(Counted(DeliveryRating.OffTrack, DeliveryRating.AtRisk), content.Said<PackExceptions>().Items.Count);
            Assert.Equal(facts.Actions.Select(a => a.Ref).Order(), content.Said<PackActions>().Groups.SelectMany(g => g.Rows).Select(r => r.Ref).Order());
            Assert.Equal(facts.Recommendations.Count, content.Said<PackAnswer>().Recommendations.Sum(c => c.Count));
            Assert.Equal(facts.Recommendations.Select(r => r.Ref).Order(), content.Said<PackPlan>().Groups.SelectMany(g => g.Rows).Select(r => r.Ref).Order());
            Assert.All(content.Said<PackAnswer>().Recommendations, c => Assert.Equal(c.Count, content.Said<PackAnswer>().Chart.Series.SingleOrDefault(s => s.Rating == c.Rating)?.Values[^1] ?? 0));
        });

    [Fact]
    public void Every_table_shows_all_and_says_so() =>
        Assert.All(AnyPlans(4), facts =>
        {
            var content = PackAssembler.Assemble(facts, Hash);
            (string Shown, int Rows)[] tables =
            [
                (content.Said<PackAnswer>().Shown, content.Said<PackAnswer>().Recommendations.Sum(c => c.Count)),
                (content.Said<PackChanges>().Shown, content.Said<PackChanges>().Rows.Count),
                (content.Said<PackPlan>().Shown, content.Said<PackPlan>().Groups.Sum(g => g.Rows.Count)),
                (content.Said<PackExceptions>().Shown, content.Said<PackExceptions>().Items.Count),
                (content.Said<PackActions>().Shown, content.Said<PackActions>().Groups.Sum(g => g.Rows.Count)),
                .. content.Said<PackActions>().Groups.Where(g => g.Rows.Count > 0).Select(g => (g.Shown, g.Rows.Count)),
            ];
            Assert.All(tables, t => Assert.StartsWith($"{t.Rows} of {t.Rows} shown", t.Shown, StringComparison.Ordinal));
        });

    [Fact]
    public void A_plan_of_300_recommendations_and_5000_actions_is_told_in_full()
    {
        string[] Answering(int i) => [.. Enumerable.Range(1, i <= 200 ? 17 : 16).Select(n => $"{i}.{n}")];

        var content = PackAssembler.Assemble(Plan(
            [.. Enumerable.Range(1, 300).Select(i => Recommendation($"{i}", DeliveryRating.AtRisk, Answering(i)))],
            [.. Enumerable.Range(1, 300).SelectMany(i => Answering(i).Select(a => Action(a, DeliveryRating.OffTrack, $"{i}")))]), Hash);

        Assert.StartsWith("300 of 300 shown", content.Said<PackPlan>().Shown, StringComparison.Ordinal);
        Assert.StartsWith("5,000 of 5,000 shown", content.Said<PackExceptions>().Shown, StringComparison.Ordinal);
        Assert.StartsWith("5,000 of 5,000 shown", content.Said<PackActions>().Shown, StringComparison.Ordinal);
        Assert.Equal(5_000, content.Said<PackActions>().Groups.Sum(g => g.Rows.Count));
    }

    [Fact]
    public void Every_rating_printed_has_a_look() =>
        Assert.All(AnyPlans(5), facts =>
        {
            var content = PackAssembler.Assemble(facts, Hash);
            IEnumerable<string?> codes =
            [
                .. content.Said<PackAnswer>().Chart.Series.Select(s => s.Rating),
                .. content.Said<PackChanges>().Rows.SelectMany(r => new[] { r.From?.Rating, r.To?.Rating }),
                .. content.Said<PackPlan>().Groups.SelectMany(g => g.Rows).SelectMany(r => r.Strip.Codes.Append(r.Rating)),
                .. content.Said<PackExceptions>().Items.SelectMany(e => e.Voices.Select(v => v.Rating).Append(e.Rating)),
                .. content.Said<PackActions>().Groups.SelectMany(g => g.Rows).SelectMany(r => r.Voices.Select(v => v.Rating).Append(r.Rating)),
                .. content.Said<PackKey>().Ratings.Select(r => r.Rating),
            ];
            Assert.All(codes.OfType<string>(), code => Assert.Contains(code, content.Looks));
        });

    [Fact]
    public void The_clock_is_printed_nowhere() => Assert.DoesNotMatch(TimeOfDay(), Json(SmallPlan));

    private static string Json(PackFacts facts) => PackDocument.ToJson(PackAssembler.Assemble(facts, Hash));

    [GeneratedRegex(@"\d\d:\d\d", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TimeOfDay();

    private static IEnumerable<PackFacts> AnyPlans(int seed)
    {
        var random = new Random(seed);
        DeliveryRating Any() => (DeliveryRating)random.Next(6);
        for (var i = 0; i < 60; i++)
        {
            var actions = Enumerable.Range(1, random.Next(40)).Select(n => Action($"{n}", Any(), [.. Enumerable.Range(0, random.Next(4)).Select(_ => $"R{random.Next(1, 10)}").Distinct()]) with
            {
                RuleSays = random.Next(5) == 0 ? null : Any(),
                LeadSays = random.Next(5) == 0 ? DeliveryRating.OffTrack : null,
                ReviewerSays = random.Next(5) == 0 ? DeliveryRating.AtRisk : null,
                LastUpdate = random.Next(4) == 0 ? null : Update("2018-07-01") with { On = Position.AddDays(-random.Next(90)) },
                Due = Position.AddDays(random.Next(90)),
                DueMoves = random.Next(5) == 0 ? [new(Position.AddDays(-random.Next(60)), Position.AddDays(90), "Recruitment", "D4")] : [],
                Illustrative = random.Next(2) == 0,
            }).ToList();
            var recommendations = Enumerable.Range(1, 8).Select(n => Recommendation($"R{n}", Any(), [.. actions.Where(a => a.Recommendations.Contains($"R{n}")).Select(a => a.Ref)])).ToList();
            var previous = random.Next(3) == 0 ? null : Pack1(recommendations.ToDictionary(r => r.Ref, _ => Any()), actions.Take(30).ToDictionary(a => a.Ref, _ => Any()));
            yield return Plan(recommendations, actions, previous);
        }
    }
}
