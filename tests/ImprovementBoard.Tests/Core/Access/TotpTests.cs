using System.Text;
using ImprovementBoard.Core.Access;

namespace ImprovementBoard.Tests.Core.Access;

public sealed class TotpTests
{
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("12345678901234567890");
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_111_111_111);

    // RFC 6238, appendix B, of whose eight digits an app shows the last six.
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1_111_111_109, "081804")]
    [InlineData(1_111_111_111, "050471")]
    [InlineData(1_234_567_890, "005924")]
    [InlineData(2_000_000_000, "279037")]
    [InlineData(20_000_000_000, "353130")]
    public void Codes_are_those_of_the_standard(long seconds, string code) => Assert.Equal(code, Totp.CodeAt(Secret, Totp.StepAt(DateTimeOffset.FromUnixTimeSeconds(seconds))));

    [Theory]
    [InlineData(0, true)]
    [InlineData(-1, true)]
    [InlineData(1, true)]
    [InlineData(-2, false)]
    [InlineData(2, false)]
    [InlineData(10, false)]
    public void One_step_either_way_is_near_enough(int away, bool fits)
    {
        var here = Totp.StepAt(Now);

        Assert.Equal(fits ? here + away : null, Totp.Matching(Secret, Totp.CodeAt(Secret, here + away), Now));
    }

    [Theory]
    [InlineData("050 471", true)]
    [InlineData(" 050471\n", true)]
    [InlineData("50471", false)]
    [InlineData("0504711", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    [InlineData("０５０４７１", false)]
    [InlineData("000000", false)]
    public void A_code_is_six_digits_and_blanks_do_not_matter(string? code, bool fits) => Assert.Equal(fits, Totp.Matching(Secret, code, Now) is not null);

    [Fact]
    public void The_key_is_told_as_apps_read_it()
    {
        Assert.Equal("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", Totp.Base32(Secret));
        Assert.Equal("MZXW6YQ", Totp.Base32("foob"u8));
        Assert.Equal("otpauth://totp/Improvement%20Board:a%40b.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Improvement%20Board&algorithm=SHA1&digits=6&period=30", Totp.Address(Secret, "Improvement Board", "a@b.example"));
    }

    [Fact]
    public void Recovery_codes_are_ten_and_read_however_they_are_typed()
    {
        var codes = RecoveryCodes.Make();

        Assert.Equal(10, codes.Distinct().Count());
        Assert.All(codes, c => Assert.Matches("^[2-9a-z]{4}(-[2-9a-z]{4}){5}$", c));
        Assert.Equal(RecoveryCodes.HashOf(codes[0]), RecoveryCodes.HashOf($" {codes[0].ToUpperInvariant().Replace('-', ' ')} "));
        Assert.NotEqual(RecoveryCodes.HashOf(codes[0]), RecoveryCodes.HashOf(codes[1]));
    }
}
