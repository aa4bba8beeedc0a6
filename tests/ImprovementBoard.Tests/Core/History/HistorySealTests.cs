using System.Text;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Ratings;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Core.History;

public sealed class HistorySealTests
{
    private static readonly Dictionary<string, Action<HistoryEntry>> Changes = new()
    {
        ["sequence"] = e => e.Sequence++,
        ["previous"] = e => e.PreviousHash = new('1', 64),
        ["at, by a microsecond"] = e => e.At = e.At.AddMicroseconds(1),
        ["at, by the least SQLite keeps"] = e => e.At = e.At.AddTicks(1),
        ["programme"] = e => e.ProgrammeId++,
        ["on"] = e => e.On = e.On.AddDays(1),
        ["by"] = e => e.By = "Lead",
        ["member"] = e => e.MemberId = 4,
        ["no member"] = e => e.MemberId = null,
        ["subject"] = e => e.Subject = Subject.Recommendation,
        ["ref"] = e => e.SubjectRef = "15.3",
        ["kind"] = e => e.Kind = HistoryKind.SignedOff,
        ["what"] = e => e.What += ".",
        ["what, a space"] = e => e.What += " ",
        ["what, nothing"] = e => e.What = "",
        ["what, a look-alike"] = e => e.What = e.What.Replace('i', 'і'),
        ["from"] = e => e.FromRating = DeliveryRating.AtRisk,
        ["to"] = e => e.ToRating = null,
        ["from and to exchanged"] = e => (e.FromRating, e.ToRating) = (e.ToRating, e.FromRating),
        ["evidence"] = e => e.EvidenceId = 7,
        ["illustrative"] = e => e.Illustrative = true,
    };

    public static TheoryData<string> Names => [.. Changes.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Whatever_is_changed_changes_the_seal(string what)
    {
        var (entry, same) = (Entry(), Entry());
        Changes[what](entry);

        Assert.NotEqual(HistorySeal.HashOf(same), HistorySeal.HashOf(entry));
    }

    [Fact]
    public void Everything_an_entry_says_is_sealed()
    {
        // A new property is sealed, or it is one of these.
        string[] sealedOtherwise = ["Id", "Hash"];
        var said = Entry().Says().Count() + 3;

        Assert.Equal(typeof(HistoryEntry).GetProperties().Length - sealedOtherwise.Length, said);
        Assert.Equal(typeof(InstallationEvent).GetProperties().Length - sealedOtherwise.Length, new InstallationEvent { What = "" }.Says().Count() + 3);
    }

    // The decision prints this: whoever writes a checker of their own can begin with it.
    [Fact]
    public void The_encoding_is_the_one_that_is_written_down()
    {
        const string expected = """
            ImprovementBoard history 1
            sequence:1:2
            previous:64:0000000000000000000000000000000000000000000000000000000000000000
            at:28:2018-08-06T08:30:00.0000010Z
            programme:1:1
            on:10:2018-08-06
            by:16:Programme office
            member:1:3
            subject:6:Action
            ref:4:15.2
            kind:9:Delivered
            what:31:Delivered – awaiting sign-off
            from:7:OnTrack
            to:8:Complete

            """;

        Assert.Equal(expected.ReplaceLineEndings("\n"), Encoding.UTF8.GetString(HistorySeal.Encode(Entry())));
        Assert.Equal("7d40", HistorySeal.HashOf(Entry())[..4]);
    }

    [Fact]
    public void Words_that_look_like_fields_do_not_encode_like_them()
    {
        var plain = Entry();
        plain.By = "Office";
        plain.What = "Done";
        var cunning = Entry();
        cunning.By = "Office\nmember:1:3\nsubject:6:Action";
        cunning.MemberId = null;
        cunning.What = "Done";

        Assert.NotEqual(HistorySeal.Encode(plain), HistorySeal.Encode(cunning));
    }

    // No two entries encode alike: pieces that are nothing but separators, digits and field names, in all ways to share them out.
    [Fact]
    public void No_two_entries_encode_alike()
    {
        string[] pieces = ["", ":", "\n", "1", "1:", "what:1:", "\nref:1:", "é", "ref", "0:\n"];
        var seen = new Dictionary<string, string>();
        foreach (var by in pieces)
        {
            foreach (var reference in pieces)
            {
                foreach (var what in pieces.SelectMany(a => pieces.Select(b => a + b)).Distinct())
                {
                    var entry = Entry();
                    (entry.By, entry.SubjectRef, entry.What) = (by, reference, what);
                    Assert.True(seen.TryAdd(Convert.ToHexString(HistorySeal.Encode(entry)), what));
                }
            }
        }
    }

    [Fact]
    public void A_new_entry_follows_the_last_and_keeps_no_more_of_its_instant_than_both_databases_do()
    {
        var entry = Entry();
        entry.At = new(new DateTime(638000000000000019, DateTimeKind.Unspecified), TimeSpan.FromHours(1));

        entry.Follow(7, new('a', 64));

        Assert.Equal((8, new string('a', 64), HistorySeal.HashOf(entry)), (entry.Sequence, entry.PreviousHash, entry.Hash));
        Assert.Equal((638000000000000010 - TimeSpan.TicksPerHour, TimeSpan.Zero), (entry.At.Ticks, entry.At.Offset));
    }

    internal static HistoryEntry Entry() => new()
    {
        ProgrammeId = 1,
        Sequence = 2,
        PreviousHash = HistorySeal.None,
        At = new DateTimeOffset(2018, 8, 6, 8, 30, 0, TimeSpan.Zero).AddMicroseconds(1),
        On = Day("2018-08-06"),
        By = "Programme office",
        MemberId = 3,
        Subject = Subject.Action,
        SubjectRef = "15.2",
        Kind = HistoryKind.Delivered,
        What = "Delivered – awaiting sign-off",
        FromRating = DeliveryRating.OnTrack,
        ToRating = DeliveryRating.Complete,
    };
}
