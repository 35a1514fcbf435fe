package io.tributary.io.device;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceClassTest {

  private static final DeviceRules RULES = UapUserAgents.loadBundled();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          desktop | Mozilla/5.0 (Windows NT 6.1; Tablet PC 2.0) Gecko/20100101 Firefox/55.0
          desktop | Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/16.1 Safari/605.1.15
          desktop | Mozilla/5.0 (X11; Linux x86_64) Chrome/99.0.0.0 Safari/537.36
          desktop | Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) Chrome/99.0.0.0 Safari/537.36
          phone   | Mozilla/5.0 (iPhone; CPU iPhone OS 16_4 like Mac OS X) Mobile/15E148
          phone   | Mozilla/5.0 (iPod touch; CPU iPhone OS 12_0 like Mac OS X) Mobile/16A366
          phone   | Mozilla/5.0 (Linux; Android 13; Pixel 7) Chrome/99.0.0.0 Mobile Safari/537.36
          phone   | Mozilla/5.0 (Windows Phone 10.0; Android 6.0.1; Lumia 950) Edge/15.15063
          phone   | Dalvik/2.1.0 (Linux; U; Android 9; SM-G960F Build/PPR1.180610.011)
          phone   | AcmeShop/4.1.0 (iPhone12,1; iOS 15.1; Scale/2.00)
          phone   | Mozilla/5.0 (Mobile; Nokia 8110 4G; rv:48.0) Gecko/48.0 Firefox/48.0 KAIOS/2.5
          phone   | Opera/9.80 (J2ME/MIDP; Opera Mini/7.1.32052/34.1244; U; en) Presto/2.8
          tablet  | Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) Version/16.6 Mobile/15E148
          tablet  | Mozilla/5.0 (Linux; Android 13; SM-X906C) Chrome/99.0.0.0 Safari/537.36
          tablet  | Mozilla/5.0 (Linux; Android 9; Some Thing) Chrome/99.0.0.0 Safari/537.36
          tablet  | Dalvik/2.1.0 (Linux; U; Android 9; SM-T510 Build/PPR1.180610.011)
          tablet  | Mozilla/5.0 (Android 11; Tablet; rv:109.0) Gecko/109.0 Firefox/115.0
          tv      | Mozilla/5.0 (SMART-TV; Linux; Tizen 6.0) Version/6.0 TV Safari/537.36
          tv      | Mozilla/5.0 (Web0S; Linux/SmartTV) Chrome/79.0.3945.79 Safari/537.36
          tv      | Mozilla/5.0 (Linux; Android 9; AFTS Build/PS7233) Chrome/99.0.0.0 Safari/537.36
          tv      | AppleTV11,1/11.1
          tv      | Roku/DVP-9.10 (519.10E04111A)
          console | Mozilla/5.0 (PlayStation; PlayStation 5/2.26) AppleWebKit/605.1.15
          console | Mozilla/5.0 (Windows NT 10.0; Win64; x64; Xbox; Xbox One) Edge/44.18363.8131
          console | Mozilla/5.0 (Nintendo Switch; WifiWebAuthApplet) NF/6.0.1.15.4
          other   | atc/1.0 watchOS/5.1.3 model/Watch3,4 hwp/t8004 build/16S535 (6; dt:156)
          other   | Zorp/1.0
          bot     | Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X) (compatible; Googlebot/2.1)
          """)
  void classesDevices(String expected, String agent) {
    assertThat(RULES.parse(agent).deviceClass()).isEqualTo(expected);
  }
}
