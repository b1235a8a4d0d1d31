"""Hand lists: names of peoples that no package covers well (romanised), places, countries, organisations' words."""

from __future__ import annotations

# locale-like key -> (given names, surnames)
NAMES: dict[str, tuple[str, str]] = {
    "arab": (
        "Mohammed Muhammad Mohamed Mohammad Ahmed Ahmad Ali Omar Umar Khalid Khaled Yusuf Youssef Yousef Ibrahim Hassan Hussein "
        "Hussain Abdullah Abdallah Abdulrahman Tariq Tarek Faisal Sultan Nasser Salem Saleh Said Saeed Rashid Majid Hamad Hamza "
        "Bilal Karim Kareem Jamal Gamal Anwar Adel Walid Waleed Ziad Ziyad Rami Samir Sami Nabil Munir Mounir Marwan Bassam Hisham "
        "Ayman Amr Mahmoud Mustafa Moustafa Sherif Tamer Wael Yasser Zaki Fouad Farid Fahad Fawzi Ghassan Habib Haitham Idris "
        "Imad Issam Jaber Kamal Luay Mansour Mazen Mehdi Nizar Osama Qasim Qusay Raed Rafiq Ridha Riyad Salim Shadi Talal Turki "
        "Fatima Fatma Aisha Aysha Khadija Maryam Mariam Zainab Zeinab Noor Nour Nora Noura Layla Leila Laila Sara Sarah Hala Huda "
        "Hanan Amina Amal Asma Basma Dalia Dina Farah Ghada Hajar Hayat Heba Hind Iman Eman Jamila Jawaher Khawla Lina Lubna Lulwa "
        "Maha Malak Manal Maysa Mona Muna Nadia Naglaa Najwa Nawal Rania Reem Rima Ruba Sahar Salma Samira Sawsan Shaima Shahd Siham "
        "Soraya Sumaya Tahani Wafa Warda Yasmin Yasmine Zahra Zineb Aya Abir Abeer Afaf Ahlam Alia Areej Aseel Dua Fadwa Jumana",
        "Al-Hashimi Al-Sayed El-Sayed Al-Masri El-Masry Al-Qahtani Al-Ghamdi Al-Harbi Al-Otaibi Al-Shammari Al-Zahrani Al-Dosari "
        "Al-Mutairi Al-Enezi Al-Rashid Al-Amin Al-Tamimi Al-Khatib Haddad Khoury Nasr Nassar Mansour Hamdan Hamdi Haddadin Saad "
        "Sabbagh Shaheen Shahin Salameh Sayegh Saab Suleiman Soliman Taha Tantawi Wahba Yassin Zidan Zaidan Ziadeh Bakr Barakat "
        "Bashir Boutros Darwish Fahmy Farouk Farah Fayed Ghanem Gharib Habibi Hakim Halabi Hariri Hijazi Ismail Jabbar Jaber Kassem "
        "Khalil Khoury Maalouf Mahfouz Makki Maghrabi Najjar Nasrallah Obeid Othman Qabbani Ramadan Rahal Rifai Sharif Shalhoub "
        "Benali Benyahia Bouazizi Boukhari Chaoui Cherif Djebbar Hamidi Jelloun Kadiri Lahlou Mansouri Meziane Naciri Ouali Rahmani "
        "Slimani Tazi Trabelsi Zerhouni Belkacem Bensalem Ghannouchi Jebali Mejri Amrani Alaoui Idrissi Berrada Ayoub Aziz Atallah",
    ),
    "pakistan_bangladesh": (
        "Imran Irfan Adnan Arslan Asad Asif Atif Azhar Babar Danish Ehsan Faheem Faizan Farhan Fawad Ghulam Haider Haris Hasnain "
        "Iftikhar Ijaz Iqbal Javed Junaid Kamran Kashif Mubashir Mudassar Naeem Nadeem Naveed Nawaz Noman Owais Pervez Qaiser Rehan "
        "Rizwan Saad Sajid Salman Shahbaz Shahid Shahzad Shoaib Sohail Tahir Tanveer Umair Usman Waqar Waqas Yasir Zafar Zahid Zeeshan "
        "Ayesha Bushra Fareeha Fouzia Ghazala Hina Humaira Iqra Kiran Mahnoor Mehwish Nadia Naila Nasreen Nazia Parveen Rabia Rubina "
        "Rukhsana Saba Sadia Saima Samina Sana Shabana Shaista Shazia Sidra Sobia Sumaira Tahira Tooba Uzma Yasmeen Zainab Zoya Zunaira "
        "Abdur Rahim Rafiqul Shafiqul Nazrul Mizanur Habibur Jahangir Kamrul Mahbub Masud Monir Mostafa Rezaul Saiful Shahidul Sirajul "
        "Tanvir Tofazzal Zakir Aklima Farzana Fahmida Hasina Jahanara Khaleda Monowara Nasrin Nusrat Rahima Rokeya Salma Selina Shirin "
        "Sultana Taslima Anika Mim Sumaiya Tania Moushumi Ruma Shampa",
        "Khan Malik Chaudhry Chaudhary Choudhury Butt Bhatti Awan Raja Mirza Mughal Qureshi Siddiqui Sheikh Shaikh Hashmi Gilani "
        "Bukhari Abbasi Afridi Baloch Bugti Cheema Dar Durrani Gondal Janjua Jatoi Khattak Khokhar Leghari Lodhi Mahmood Memon Mengal "
        "Niazi Paracha Rajput Rana Rehman Rizvi Sethi Soomro Tareen Tiwana Virk Warraich Wazir Yousafzai Zaidi Zardari Ahmed Akhtar "
        "Akter Begum Bibi Khatun Khatoon Islam Hossain Hossen Rahman Uddin Miah Mia Mollah Molla Sarkar Sarker Talukder Bhuiyan Bhuyan "
        "Chowdhury Howlader Karim Kabir Mahmud Mondal Munshi Patwary Pramanik Sikder Haque Hoque Ali Alam Azad Kazi Laskar Majumder",
    ),
    "india": (
        "Lakshmi Saraswati Parvati Radha Sita Meena Meenakshi Kavita Kavitha Sunita Anita Geeta Gita Rekha Shanta Shanti Kamala Usha "
        "Asha Nirmala Pushpa Savita Lata Rani Rajni Seema Neha Pooja Puja Priya Priyanka Divya Deepa Deepika Swati Sneha Shreya Riya "
        "Ananya Aarti Aditi Anjali Bhavna Chitra Gayatri Hema Indira Jaya Jyoti Kalpana Komal Leela Madhuri Mala Malini Mamta Manisha "
        "Nandini Padma Pallavi Preeti Ritu Roopa Rupa Sangeeta Sarita Shalini Shilpa Sudha Suman Sushma Tara Uma Vandana Veena Vidya "
        "Rajesh Ramesh Suresh Mahesh Mukesh Dinesh Ganesh Naresh Rakesh Sanjay Vijay Ajay Anil Sunil Ashok Arun Tarun Varun Kiran Mohan "
        "Sohan Rohan Rohit Mohit Amit Sumit Ankit Nikhil Rahul Vikram Vikas Vivek Manoj Pankaj Deepak Prakash Prasad Ravi Kumar Krishna "
        "Gopal Govind Hari Raghav Raghu Ram Lakshman Bharat Shankar Shiva Siva Subramaniam Venkatesh Venkat Srinivas Murugan Karthik "
        "Senthil Selvam Muthu Palani Ramanathan Sundaram Balaji Anand Aravind Arjun Bhaskar Chandra Devendra Gautam Harish Jagdish "
        "Jaswinder Gurpreet Harpreet Manpreet Kulwinder Sukhdev Sukhwinder Baljit Amarjit Jasbir Ranjit Paramjit Satnam Navjot Simran "
        "Bhupinder Lalita Thangam Muniamma Selvi Valli Ponni Yogesh Nitin Sachin Santosh Pratap Tukaram Dnyaneshwar Vitthal Shalu Munni "
        "Guddi Pinky Sonu Monu Chhotu Ramkali Phoolmati Sushila Biju Shaji Sajan Ammini Thankamma Aleyamma Kuttappan Ouseph Mathai",
        "Sharma Verma Gupta Agarwal Aggarwal Mishra Misra Tiwari Trivedi Pandey Shukla Dubey Chaturvedi Joshi Bhatt Desai Patel Shah "
        "Mehta Modi Parekh Patil Kulkarni Deshpande Deshmukh Jadhav Pawar Shinde More Gaikwad Kamble Chavan Bhosale Thakur Chauhan "
        "Rathore Singh Kaur Gill Sidhu Dhillon Grewal Sandhu Bajwa Brar Ahluwalia Kapoor Khanna Malhotra Chopra Mehra Arora Bhatia "
        "Sethi Anand Kohli Iyer Iyengar Krishnan Raman Narayanan Subramanian Venkataraman Natarajan Rajagopal Ramachandran Sundaram "
        "Pillai Nair Menon Kurup Varma Nambiar Panicker Thomas Varghese Kurian Chacko Mathew Joseph Reddy Rao Naidu Chowdary Raju "
        "Gowda Hegde Shetty Bhat Kamath Pai Shenoy Mukherjee Banerjee Chatterjee Ganguly Bose Ghosh Sen Das Dutta Datta Roy Mitra "
        "Chakraborty Bhattacharya Saha Mondal Biswas Mahato Murmu Soren Hembram Oraon Munda Behera Sahoo Mohanty Patnaik Panda Nayak "
        "Jena Mahapatra Borah Gogoi Saikia Hazarika Kalita Deka Bora Lalduhawma Sangma Marak Lyngdoh Ao Koch Rai Gurung Tamang Thapa",
    ),
    "africa_west": (
        "Chinedu Chukwuemeka Emeka Ikenna Obinna Nnamdi Kelechi Uche Uchenna Chidi Chika Chioma Ngozi Nkechi Amaka Adaeze Ifeoma "
        "Ifeanyi Obiageli Chinyere Nneka Oluchi Ebere Onyeka Kosisochukwu Adebayo Adewale Ayodele Babatunde Olumide Oluwaseun Segun "
        "Tunde Kunle Femi Dele Wale Yemi Bisi Folake Funmilayo Titilayo Yetunde Temitope Omotola Morenike Abimbola Damilola Tolulope "
        "Simisola Musa Sani Garba Haruna Abubakar Aminu Bello Danjuma Ibrahim Ladi Hauwa Halima Zainabu Rakiya Safiya Kwame Kofi Kwaku "
        "Yaw Kwabena Kojo Kwasi Akosua Ama Abena Adwoa Afia Akua Esi Efua Yaa Nana Mensah Ato Ekow Fiifi Selasi Edem Dzifa Mawuli "
        "Mamadou Ousmane Cheikh Ibrahima Moussa Abdoulaye Modou Lamine Boubacar Amadou Seydou Aminata Fatou Awa Mariama Ndeye Coumba "
        "Khady Rokhaya Bintou Oumou Kadiatou Salimata Fatoumata Aissatou Djeneba Sekou Alassane Koffi Kouassi Yao Adjoa Affoue Sia Isatu",
        "Okafor Okonkwo Okeke Okoro Nwosu Nwachukwu Eze Ezeh Obi Onyango Adeyemi Adebayo Adeleke Adeyinka Afolabi Akande Akinola "
        "Alabi Balogun Bakare Fashola Ogunleye Ogunbanjo Ojo Oladipo Olaniyan Olatunji Oyelaran Soyinka Abiola Abubakar Aliyu Bello Danladi "
        "Gambo Lawal Mohammed Shehu Suleiman Tijani Usman Yakubu Mensah Owusu Osei Boateng Asante Agyeman Appiah Amoah Ansah Antwi "
        "Acheampong Addo Adjei Ofori Opoku Sarpong Darko Frimpong Gyasi Kuffour Nkrumah Quaye Tetteh Lartey Amegashie Agbeko Diop "
        "Ndiaye Fall Sow Ba Sy Sarr Faye Gueye Mbaye Diallo Bah Barry Camara Toure Keita Traore Coulibaly Kone Ouattara Diarra Sissoko "
        "Sanogo Konate Cisse Sesay Kamara Koroma Conteh Bangura Mansaray Jalloh Jallow Ceesay Touray Tchouameni Mbarga Nkolo Atangana Biya Fotso",
    ),
    "africa_east_south": (
        "Wanjiku Wanjiru Wambui Njeri Nyambura Wairimu Muthoni Waithera Kamau Mwangi Kariuki Njoroge Kimani Otieno Onyango Odhiambo "
        "Ochieng Omondi Achieng Akinyi Atieno Adhiambo Awuor Kipchoge Kiplagat Kipkemboi Chebet Jepkosgei Cherono Mutua Musyoka Mwende "
        "Juma Baraka Neema Rehema Zawadi Furaha Amani Imani Asha Rashidi Hamisi Mwajuma Salama Subira Tatu Pendo Upendo Tumaini "
        "Nakato Wasswa Kato Babirye Okello Opio Akello Apio Auma Nabirye Mugisha Mutesi Uwimana Uwase Ingabire Habimana Niyonzima "
        "Tesfaye Haile Abebe Bekele Getachew Girma Kebede Lemma Mulugeta Solomon Tadesse Worku Yohannes Zewdu Almaz Aster Genet Hirut "
        "Meseret Mulu Selam Tigist Tsehay Yeshi Hiwot Eden Abdi Abdirahman Hodan Ifrah Ayaan Sagal Warsame Faduma Halimo Deqa Sahra "
        "Thabo Sipho Themba Bongani Sibusiso Mandla Lungile Nomvula Nomsa Thandi Thandeka Zanele Zodwa Lindiwe Nokuthula Nosipho Ayanda "
        "Lerato Palesa Dineo Mpho Tebogo Kagiso Boitumelo Refilwe Tshepo Karabo Naledi Rethabile Sizwe Vusi Xolani Unathi Luyanda "
        "Siyabonga Tendai Tatenda Farai Rudo Chipo Tafadzwa Nyasha Kudzai Rumbidzai Tapiwa Chisomo Thokozani Chikondi Mphatso Bwalya "
        "Mutale Chanda Mwila Natasha Pieter Johannes Hendrik Francois Riaan Danie Marietjie Annelie Elmarie Sannie",
        "Kamau Mwangi Kariuki Njoroge Kimani Maina Ndungu Wainaina Gitau Kenyatta Odinga Otieno Ochieng Omondi Owino Ouma Okoth Oduya "
        "Kiptoo Cheruiyot Rotich Koech Korir Langat Mutiso Musyoki Kilonzo Mwakyusa Mushi Massawe Mollel Kimaro Lyimo Nyerere Shayo "
        "Museveni Ssemakula Kiggundu Mukasa Ssali Nsubuga Byaruhanga Tumwine Kagame Nkurunziza Ndayishimiye Hakizimana Habyarimana "
        "Tekle Gebre Gebremariam Woldemariam Desta Alemu Assefa Demissie Wolde Negash Mengistu Warsame Farah Abdi Hersi Jama Nur Osman "
        "Dlamini Nkosi Ndlovu Khumalo Mkhize Zulu Sithole Mthembu Ngcobo Cele Gumede Buthelezi Zungu Mabuza Mokoena Molefe Mahlangu "
        "Maseko Modise Motaung Mofokeng Radebe Sekgoma Tshabalala Tladi Nkuna Baloyi Chauke Maluleke Mabunda Botha Pretorius Venter "
        "Fourie Coetzee Nel Steyn Swanepoel Kruger Joubert Marais Moyo Ncube Sibanda Mpofu Dube Chikwanha Mutasa Chirwa Banda Phiri "
        "Mwale Tembo Zulu Mulenga Mwansa Chileshe Kapembwa Nyirenda Kumwenda Gondwe Rakoto Andrianarisoa Rasolofo",
    ),
    "east_asia": (
        "Wei Min Xin Yan Jing Li Na Fang Qiang Lei Jun Yong Jie Tao Ming Chao Xiu Ying Hua Yu Ping Gang Hui Guo Mei Ling Xiao Hong Bo "
        "Zhen Yue Xuan Zihan Haoran Yichen Yuxuan Jiahui Xiaoming Jianguo Guoqiang Xiuying Meiling Siew Chee Kah Hui Wai Kwok Ka Kit "
        "Chun Man Lok Yin Siu Hoi Suk Ching Wing Mei-Ling Yu-Ting Chia-Hao Ya-Wen Chih-Ming Min-Jun Seo-Yeon Ji-Woo Ji-Hoon Hye-Jin "
        "Soo-Jin Eun-Ji Young-Ho Kyung-Soo Sang-Woo Dong-Hyun Mi-Sook Soyeon Jiwoo Minjun Hyejin Eunji Youngsoo Haruto Sota Yuto Hiroshi "
        "Takashi Kenji Kazuo Yoshio Masao Hideki Naoki Daisuke Yuki Haruka Sakura Aoi Yui Hina Misaki Emiko Keiko Noriko Michiko Fumiko "
        "Kazuko Setsuko Chiyo Sachiko Tomoko Ayumi Ren Riku Anh Bao Binh Chi Cuong Dung Duc Duy Giang Ha Hai Hanh Hieu Hoa Hoang Hung "
        "Huong Khanh Lan Linh Loan Long Mai Minh My Nam Nga Ngoc Nhung Phuong Quan Quang Quynh Son Tam Thanh Thao Thi Thu Thuy Tien Trang "
        "Trinh Trung Tuan Tuyet Van Viet Xuan Yen Somchai Somsak Suda Malee Nok Ploy Pim Anong Kanya Prasert Wichai Siriporn Thitima "
        "Niran Batbayar Oyunchimeg Ganbold Tuya Enkhjargal Sokha Sophea Dara Chanthou Bopha Khamla Bounmy Soe Aung Kyaw Thida Khin Moe",
        "Wang Li Zhang Liu Chen Yang Zhao Huang Zhou Wu Xu Sun Hu Zhu Gao Lin He Guo Ma Luo Liang Song Zheng Xie Han Tang Feng Yu Dong "
        "Xiao Cheng Cao Yuan Deng Fu Shen Zeng Peng Lu Su Jiang Cai Jia Ding Wei Xue Ye Yan Pan Du Dai Xia Zhong Tian Fan Fang Shi Yao "
        "Tan Liao Zou Xiong Jin Hao Kong Bai Cui Kang Mao Qiu Qin Gu Hou Shao Meng Long Wan Duan Qian Chang Chan Cheung Wong Leung Lam "
        "Ng Ho Lau Cheng Yip Tsang Tse Kwok Chow Lai Yeung Mak Fung Chiu Kwan Ong Lim Goh Teo Koh Chua Sim Toh Yeo Seah Hsu Tsai Hsieh "
        "Kuo Hung Chou Kim Lee Park Choi Jung Jeong Kang Cho Yoon Jang Lim Shin Kwon Hwang Ahn Song Yoo Bae Baek Heo Nam Noh Ryu Seo Sato "
        "Suzuki Takahashi Tanaka Watanabe Ito Yamamoto Nakamura Kobayashi Kato Yoshida Yamada Sasaki Yamaguchi Matsumoto Inoue Kimura "
        "Hayashi Shimizu Yamazaki Mori Abe Ikeda Hashimoto Ishikawa Ogawa Okada Goto Hasegawa Fujita Murakami Nguyen Tran Le Pham Huynh "
        "Hoang Phan Vu Vo Dang Bui Do Ngo Duong Ly Dinh Truong Lam Mai Trinh Saetang Srisai Wongsuwan Chaiyasit Boonmee Thongchai "
        "Phommachanh Sok Chea Keo Batsukh Dorj Win Tun Htun Naing Lwin",
    ),
    "south_east_asia_pacific": (
        "Siti Nurul Nur Nurhaliza Aminah Rohani Zainal Azman Hafiz Faizal Azlan Shahrul Farah Hidayah Izzati Syafiqah Budi Agus Slamet "
        "Sutrisno Joko Bambang Eko Dwi Tri Wahyu Rizky Putri Dewi Sri Wayan Made Nyoman Ketut Ayu Indah Ratna Wati Yanti Lestari Suharto "
        "Jomar Jejomar Rodel Arnel Ronaldo Reynaldo Marites Maricel Jocelyn Rowena Analyn Liezl Rosalie Imelda Corazon Ligaya Luzviminda "
        "Dalisay Bayani Crisanto Jun-Jun Bong Nene Inday Nonoy Tala Leilani Kalani Keoni Kekoa Malia Noelani Makana Ikaika Kaimana Pua "
        "Sione Semisi Tevita Viliami Mele Ana Lupe Siosaia Tavita Fetu Losa Sina Lagi Tui Aroha Hinemoa Wiremu Hemi Tama Rangi Mereana "
        "Ngaire Kahurangi Tane Hone Rewi Moana Marama Anahera Manaia Ratu Jone Mere Adi Litia Bindi Jarrah Kirra Talara Djarrah Yindi",
        "binti Abdullah Ismail Hassan Ibrahim Othman Rahman Razak Yusof Zakaria Ramli Salleh Suparman Wijaya Santoso Susanto Hidayat "
        "Kurniawan Setiawan Gunawan Hartono Saputra Siregar Nasution Simanjuntak Sitorus Hutapea Wibowo Nugroho Purnomo Pangestu Manalo "
        "Dela-Cruz Reyes Bautista Ocampo Mendoza Villanueva Aquino Pascual Salazar Mercado Dimaculangan Macaraeg Catacutan Panganiban "
        "Pangilinan Lacson Magsaysay Tolentino Dizon Cabrera Evangelista Kahananui Kealoha Kamaka Nakoa Akana Kapule Taufa Fonoti Leavai "
        "Tuilagi Faleolo Tautahi Vunipola Fifita Finau Latu Havili Tamihana Ngata Parata Tomoana Te-Rangi Waititi Paewai Kingi Rapana "
        "Vakatawa Naulivou Bainimarama Qarase Tuivaga Yunupingu Gulpilil Burnum Marika Ganambarr Wirrpanda",
    ),
    "west_asia_caucasus": (
        "Ayşe Fatma Emine Hatice Zeynep Elif Merve Büşra Esra Özlem Gülşen Şükran Nuray Sevgi Defne Melis Ece Aylin Derya Mehmet Mustafa "
        "Ahmet Hüseyin İbrahim Osman Murat Serkan Emre Burak Kerem Cem Bülent Levent Tolga Yiğit Onur Reza Mehdi Hossein Ali-Reza Amir "
        "Behnam Dariush Farhad Hamid Kaveh Majid Mehran Navid Parviz Ramin Saeed Shahram Siavash Vahid Zahra Maryam Fatemeh Parvaneh "
        "Shirin Nasrin Mahsa Niloofar Nazanin Parisa Roya Sepideh Soraya Yasaman Mina Azar Moshe Avraham Yitzhak Yaakov Chaim Shlomo "
        "Dov Menachem Yael Tamar Noa Shira Rivka Chaya Miriam Esther Devorah Orly Ronit Galit Efrat Hadar Nino Tamari Ketevan Giorgi "
        "Levan Davit Lasha Nana Eka Armen Aram Hayk Tigran Vahagn Anahit Ani Lusine Narine Gohar Rojin Berivan Dilan Azad Serhat Heval",
        "Yılmaz Kaya Demir Şahin Çelik Yıldız Yıldırım Öztürk Aydın Özdemir Arslan Doğan Kılıç Aslan Çetin Kara Koç Kurt Özkan Şimşek "
        "Polat Korkmaz Erdoğan Güneş Aksoy Hosseini Ahmadi Mohammadi Karimi Rezaei Rahimi Moradi Jafari Sadeghi Hashemi Kazemi Ghorbani "
        "Tehrani Shirazi Esfahani Tabrizi Rastegar Farahani Bahrami Amini Najafi Azizi Cohen Levi Mizrahi Peretz Biton Friedman Katz "
        "Azoulay Shapira Ben-David Ben-Ami Goldberg Rosenberg Weiss Schwartz Greenberg Abramov Shalom Kapanadze Beridze Gelashvili "
        "Tsiklauri Lomidze Hovhannisyan Harutyunyan Sargsyan Petrosyan Grigoryan Barzani Talabani Öcalan Zana",
    ),
    "europe_extra": (
        "Zoltán Ágnes Katalin Ildikó Gergely Bogdan Ioana Ștefan Andreea Vasile Wojciech Stanisław Bogumiła Małgorzata Agnieszka Kasia "
        "Basia Zosia Krzysztof Łukasz Paweł Jiří Jaroslav Věra Božena Zdeněk Ljubica Dragan Milica Željko Snežana Goran Vesna Oksana "
        "Svitlana Mykola Taras Ihor Bohdan Halyna Natalya Yevgeny Dmitri Sergei Olga Svetlana Lyudmila Galina Nadezhda Vladimir Boris "
        "Máirín Siobhán Niamh Aoife Caoimhe Saoirse Róisín Gráinne Pádraig Seán Ciarán Cillian Eoghan Oisín Tadhg Diarmuid Fionnuala "
        "Angharad Carys Rhodri Gethin Lowri Cerys Gwenllian Myfanwy Dafydd Ieuan Emrys Hamish Fergus Morag Eilidh Mhairi Catriona Ailsa "
        "Solveig Ingrid Bjørn Øystein Håkon Sigrid Ragnhild Astrid Åse Gudrún Sigríður Björk Jón Guðmundur Þórunn Aino Eero Jukka Päivi "
        "Toivo Liisa Kersti Maarja Jānis Ilze Jonas Rūta Giuseppe Concetta Carmela Salvatore Assunta Gennaro Eleni Despina Giorgos "
        "Konstantinos Panagiota Vasiliki Dimitra João Conceição Fátima Tomás Iñaki Ainhoa Nerea Begoña Jordi Montserrat Núria Xoán "
        "Lieselotte Heinz Horst Günther Gertrud Hildegard Renate Jürgen Uwe Femke Joost Maaike Sjoerd Wouter Anouk Thierry Benoît "
        "Geneviève Élodie Françoise Jérôme Aurélie Chantal Marie-Claire Jean-Pierre Anne-Sophie Pierre-Yves",
        "Nagy Kovács Tóth Szabó Horváth Varga Popescu Ionescu Dumitrescu Kowalski Kowalczyk Wójcik Nowak Zając Wróbel Kaczmarek Mazur "
        "Szymański Babińska Wojcik Novák Dvořák Procházka Kučera Horáková Svobodová Petrović Jovanović Marković Hadžić Begić Kovačević "
        "Shevchenko Kovalenko Bondarenko Tkachenko Ivanov Petrova Smirnov Kuznetsov Volkov Sokolova O'Brien O'Sullivan O'Connor O'Neill "
        "O'Reilly O'Donnell Ní-Bhriain McCarthy MacDonald McAllister McTavish Fitzgerald Gallagher Murphy Kelly Byrne Doherty Pritchard "
        "Prydderch Llewellyn Gruffydd ap-Rhys Bevan Nordmann Johansen Hansen Olsen Lindqvist Bergström Sjögren Åkesson Jónsdóttir "
        "Sigurðsson Virtanen Korhonen Mäkinen Tamm Bērziņš Kazlauskas Papadopoulos Papachristou Nikolaidis Georgiou Economou Rossi "
        "Esposito Colombo Bianchi Ciancarelli D'Angelo Dell'Acqua De-Luca Silva Santos Ferreira Pereira Bittencourt Albuquerque Etxeberria "
        "Urrutia Puigdemont Ferrer Quintanilla Velasco Nuñez Zapata Müller Schmidt Schneider Schäfer Hoffmann Nüssli Zurbriggen Vandenbroucke "
        "Janssens Peeters De-Smet Van-Dijk Van-den-Berg Ter-Horst Dubois Lefèvre Lemaître Beauchamp Tremblay Gagnon Bouchard",
    ),
    "americas_extra": (
        "DeShawn LaToya Tamika Keisha Latisha Shaniqua Tyrone Jamal Darnell Lakeisha Ebony Precious Destiny Nevaeh Jayden Kayden Braylen "
        "Kaylee Mackenzie Brooklyn Madison Ashlynn Hunter Chase Tucker Colton Wyatt Jaxon Peyton Rosario Chayo Guadalupe Lupe Refugio "
        "Socorro Concepción Esperanza Milagros Consuelo Dolores Mercedes Pilar Yesenia Xiomara Itzel Citlali Xochitl Cuauhtémoc Nayeli "
        "Raúl Chuy Nacho Pancho Beto Memo Lalo Quique Maritza Yadira Yolanda Zoraida Wilmer Jhon Yuliana Estefany Brayan Maicol Inti "
        "Killa Wayra Sayen Nahuel Tenoch Neuza Terezinha Luciane Rochelle Raimundo Severino Wren Delphine Summer Dakota Cheyenne Winona "
        "Aiyana Koda Tallulah Shania Tsosie Nizhoni Marie-Eve Jean-Baptiste Wideline Rosemène Fritzner Guerda Shanice Kemar Oneil Delroy "
        "Marlon Winsome Hyacinth Ucal Beverly Ottley Kamla Deosaran",
        "Washington Jefferson Booker Freeman Banks Gaines Blackhorse Begay Yazzie Tsosie Benally Nez Manygoats Whitehorse Standing-Bear "
        "Red-Cloud Two-Rivers Cardinal Beaudry Littlechild Desjarlais Kakfwi Qaunaq Nanook Kunuk Jean-Louis Baptiste Toussaint Desrosiers "
        "Pierre-Louis Estime Charles Campbell Grant Brown Gordon Bailey Ramdin Persaud Maharaj Ramkissoon Mohammed Bissoondath Quispe "
        "Mamani Condori Huanca Choque Yupanqui Huaman Tito Apaza Catrileo Huenchumilla Nahuelpan Xoc Tzul Ixcoy Chávez Hernández Martínez "
        "Rodríguez Gutiérrez Ramírez Villaseñor Ybarra Zúñiga Montemayor Saldívar Cárdenas Peñaloza Echeverría Uribe Londoño Restrepo "
        "Oliveira Nascimento Cavalcanti Guimarães Magalhães",
    ),
}

# English given names, long and short, and the ones that are words.
SHORT_NAMES = (
    "Bob Bill Jim Tom Tim Joe Jack Sam Ben Dan Dave Mike Nick Steve Tony Andy Pete Ron Don Ken Ray Roy Max Gus Al Ed Ted Fred Walt Hank "
    "Chuck Rick Dick Jeff Greg Doug Phil Stan Lou Len Sid Vic Alf Bert Norm Gord Barb Sue Ann Anne Annie Pat Peg Peggy Meg Maggie Molly "
    "Polly Nell Nellie Nan Nancy Kate Katie Kathy Cathy Liz Lizzie Beth Betty Bess Bev Deb Debbie Dot Dottie Ellie Elsie Ethel Flo Gert "
    "Gail Ida Jan Jen Jenny Jill Jo Jodie Judy Kay Kim Linda Lil Lily Lucy Mabel Mae Marge Mavis Millie Mo Nora Olive Pam Penny Phyllis "
    "Rita Ruth Sal Sally Sandy Shirl Stella Tess Tina Trish Val Vi Viv Wendy Zoe Zach Zak Josh Matt Luke Jake Kyle Ryan Sean Shaun Liam "
    "Noah Theo Leo Otto Hugo Felix Oscar Archie Alfie Freddie Ollie Harry Charlie George Arthur Winston Dougie Callum Ewan Rory Gemma "
    "Chelsea Kylie Tiff Becky Abby Bella Mia Ava Emma Olivia Sophie Ella Isla Evie Poppy Daisy Tilly Rosie Gracie Maisie Florence"
).split()
WORD_NAMES = (
    "Rose Grace Will Mark Joy Hope Faith Charity Patience Prudence Constance Mercy Felicity Verity Honor Amity Harmony Melody Carol "
    "Iris Violet Lily Ivy Holly Heather Hazel Olive Daisy Poppy Jasmine Ginger Rosemary Sage Basil Clay Rusty Sandy Rocky Cliff Dale "
    "Glen Heath Forrest Brook Brooke River Lake Summer Autumn April May June August Dawn Eve Star Sky Skye Stormy Rainy Sunny Misty "
    "Crystal Ruby Pearl Amber Jade Opal Jewel Coral Sterling Goldie Penny Bill Bob Jack Frank Ernest Earnest Rich Chuck Drew Chance "
    "Chase Hunter Mason Cooper Carter Tucker Tanner Parker Porter Taylor Tyler Skip Art Gene Herb Norm Pat Peg Ray Rob Sue Tad Vie Wade "
    "Ward Miles Dean Duke Earl Baron Prince King Queenie Angel Christian Bishop Pope Major Justice Trinity Destiny Journey Precious "
    "Blessing Favour Goodluck Sunday Friday Monday Innocent Gift Comfort Peace Princess Success Wisdom Godwin Wednesday Tuesday Happy "
    "Lucky Beauty Memory Loveness Trust Talent Givemore Blanche Bianca Robin Jay Wren Martin Teal Buck Colt Stone Flint Reed Rush Nick "
    "Don Guy Grant Lance Pierce Victor Clement Noble True Young Major Case Cash Dash Ace Lane Bay Cove Sierra Savannah Georgia Florence "
    "Paris London Chelsea Brooklyn Dallas Austin Houston Sydney Adelaide Victoria Carolina Virginia Kenya India China Asia Israel Jordan"
).split()
WORD_SURNAMES = (
    "Smith Baker Cook Taylor Carter Parker Mason Fisher Hunter Potter Butler Cooper Turner Walker Ward Knight Bishop Abbott Pope King Prince "
    "Duke Earl Noble Young Long Short Small Little Strong Hardy Wise Sharp Swift Best Good Goodman Moody Savage Bland Blunt Rich Poor Sweet "
    "Love Joy Hope Grace Faith Bliss Payne Pain Cough Fever Burns Burn Blood Bone Bones Hart Heart Head Hand Foot Leg Arms Brain Lung Kidney "
    "Rash Sores Ache Akers Coffin Graves Moody Cutts Slaughter Butcher Stone Wood Woods Field Fields Hill Hills Dale Glenn Brook Brooks Rivers "
    "Lake Pool Wells Ford Bridges Park Parks Banks Marsh Moor Heath Green Brown Black White Gray Grey Silver Gold Rose Lilly Bush Branch Berry "
    "Cherry Apple Rice Bean Lamb Fox Wolf Bear Bird Crane Crow Drake Finch Hawk Swan Martin Sparrow Pike Bass Salmon Herring Winter Summer "
    "Summers Winters Frost Snow Rain Storm Day Weeks Noon Sunday Friday May June March Nickel Penny Price Cash Sterling Marks Dollar Power "
    "Powers Steel Irons Case Chance Grant Pierce Reid Reed Rush Speed Trotter Waters Wall Hall House Church Temple Chapel Castle Towers Gates "
    "Doors Major Sargent Page Read Reader Cross Pray Sessions Trial Law Laws Judge Justice Crook Outlaw Pound Stocks Bond Bonds Cotton Wool Silk "
    "Weaver Dyer Taylor Skinner Barber Farmer Gardener Shepherd Miller Sawyer Wright Wheeler Carpenter Painter Piper Singer Player Harper Bell "
    "Horn Drummer Beers Wine Lemon Pepper Salt Sugar Honey Bacon Ham Curry Pickles Pye Root Rooter Shields Pouch Christian England Ireland "
    "Holland French German Welsh Scott London Paris York Kent Lincoln Lancaster Chester Bolton Sutton Barrett Foley Crohn Parkinson Downs Still "
    "Hodgkin Bell Addison Cushing Bright Hunt Horner Osler Sims Trousseau Murphy Battle Baker Charcot Colles Potts Apgar Wilson Whipple Barrett"
).split()

COUNTRIES = set(
    "afghanistan albania algeria andorra angola argentina armenia australia austria azerbaijan bahamas bahrain bangladesh barbados belarus "
    "belgium belize benin bhutan bolivia bosnia botswana brazil brasil brunei bulgaria burundi cambodia cameroon canada chad chile china "
    "colombia comoros congo croatia cuba cyprus czechia denmark djibouti dominica ecuador egypt eritrea estonia eswatini ethiopia fiji "
    "finland france gabon gambia georgia germany ghana greece grenada guatemala guinea guyana haiti honduras hungary iceland india indonesia "
    "iran iraq ireland israel italy jamaica japan jordan kazakhstan kenya kiribati kosovo kuwait kyrgyzstan laos latvia lebanon lesotho "
    "liberia libya liechtenstein lithuania luxembourg madagascar malawi malaysia maldives mali malta mauritania mauritius mexico moldova "
    "monaco mongolia montenegro morocco mozambique myanmar namibia nauru nepal netherlands nicaragua niger nigeria norway oman pakistan "
    "palau palestine panama paraguay peru philippines poland portugal qatar romania russia rwanda samoa senegal serbia seychelles singapore "
    "slovakia slovenia somalia spain sudan suriname sweden switzerland syria taiwan tajikistan tanzania thailand togo tonga tunisia turkey "
    "turkmenistan tuvalu uganda ukraine uruguay uzbekistan vanuatu venezuela vietnam yemen zambia zimbabwe england scotland wales "
    "britain alabama alaska arizona arkansas california colorado connecticut delaware florida hawaii idaho illinois indiana iowa kansas "
    "kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri montana nebraska nevada ohio oklahoma oregon "
    "pennsylvania tennessee texas utah vermont virginia wisconsin wyoming ontario quebec alberta manitoba saskatchewan".split()
) | {
    "new zealand",
    "new york",
    "new jersey",
    "new mexico",
    "new hampshire",
    "south africa",
    "sri lanka",
    "saudi arabia",
    "united states",
    "united kingdom",
    "north carolina",
    "south carolina",
    "north dakota",
    "south dakota",
    "west virginia",
    "rhode island",
    "nova scotia",
    "sierra leone",
    "burkina faso",
    "costa rica",
    "el salvador",
    "puerto rico",
    "south korea",
    "north korea",
    "hong kong",
    "new south wales",
    "british columbia",
    "new brunswick",
    "papua new guinea",
    "trinidad and tobago",
    "ivory coast",
    "cape verde",
    "northern ireland",
    "tamil nadu",
    "uttar pradesh",
    "madhya pradesh",
    "andhra pradesh",
    "west bengal",
    "himachal pradesh",
    "kerala",
    "karnataka",
    "maharashtra",
    "gujarat",
    "rajasthan",
    "punjab",
    "haryana",
    "bihar",
    "odisha",
    "assam",
    "telangana",
    "queensland",
    "tasmania",
    "usa",
    "uk",
    "uae",
}

PLACES = (
    "Hosur, Cooch Behar, Thrissur, Kottayam, Palakkad, Madurai, Salem, Erode, Tirunelveli, Vellore, Nellore, Guntur, Warangal, Karimnagar, "
    "Hubli, Dharwad, Belgaum, Gulbarga, Bellary, Mangaluru, Udupi, Nashik, Kolhapur, Solapur, Sangli, Satara, Latur, Nanded, Akola, Amravati, "
    "Wardha, Nagpur, Raipur, Bilaspur, Durg, Jabalpur, Gwalior, Ujjain, Sagar, Rewa, Jhansi, Kanpur, Lucknow, Gorakhpur, Varanasi, Allahabad, "
    "Prayagraj, Bareilly, Moradabad, Meerut, Ghaziabad, Noida, Gurugram, Faridabad, Rohtak, Hisar, Karnal, Panipat, Ludhiana, Jalandhar, "
    "Bathinda, Patiala, Mohali, Shimla, Dehradun, Haridwar, Rishikesh, Siliguri, Asansol, Durgapur, Howrah, Malda, Purulia, Bankura, Dhanbad, "
    "Ranchi, Jamshedpur, Bokaro, Hazaribagh, Patna, Gaya, Muzaffarpur, Darbhanga, Cuttack, Sambalpur, Rourkela, Berhampur, Guwahati, Dibrugarh, "
    "Silchar, Tezpur, Imphal, Aizawl, Shillong, Kohima, Agartala, Rajkot, Surat, Vadodara, Bhavnagar, Jamnagar, Anand, Jodhpur, Udaipur, Kota, "
    "Ajmer, Bikaner, Andheri, Borivali, Dadar, Bandra, Koramangala, Whitefield, Jayanagar, Dwarka, Rohini, Saket, T Nagar, Adyar, Kukatpally, "
    "Lahore, Karachi, Faisalabad, Multan, Sialkot, Gujranwala, Sargodha, Bahawalpur, Sukkur, Larkana, Hyderabad, Nawabshah, Quetta, Peshawar, "
    "Mardan, Swat, Abbottabad, Mirpur, Muzaffarabad, Gulberg, Johar Town, Clifton, Korangi, Lyari, Dhaka, Chattogram, Sylhet, Khulna, Rajshahi, "
    "Barishal, Rangpur, Comilla, Narayanganj, Gazipur, Mymensingh, Bogura, Jessore, Cox's Bazar, Mirpur, Uttara, Gulshan, Dhanmondi, Kathmandu, "
    "Pokhara, Biratnagar, Butwal, Dharan, Colombo, Kandy, Galle, Jaffna, Matara, Kurunegala, Batticaloa, Lagos, Ikeja, Surulere, Lekki, Ajah, "
    "Yaba, Ibadan, Abeokuta, Ilorin, Kano, Kaduna, Jos, Zaria, Sokoto, Maiduguri, Enugu, Onitsha, Aba, Owerri, Port Harcourt, Benin City, Warri, "
    "Calabar, Uyo, Abuja, Gwarinpa, Accra, Kumasi, Tamale, Takoradi, Cape Coast, Sunyani, Ho, Tema, Koforidua, Nairobi, Kibera, Eastleigh, "
    "Westlands, Kisumu, Mombasa, Nakuru, Eldoret, Thika, Machakos, Nyeri, Garissa, Kakamega, Kisii, Kampala, Entebbe, Jinja, Mbarara, Gulu, "
    "Arua, Mbale, Dar es Salaam, Arusha, Moshi, Mwanza, Dodoma, Kigali, Butare, Addis Ababa, Gondar, Mekelle, Hawassa, Jimma, Bahir Dar, Hargeisa, "
    "Mogadishu, Lusaka, Ndola, Kitwe, Livingstone, Blantyre, Lilongwe, Mzuzu, Zomba, Harare, Bulawayo, Mutare, Gweru, Gaborone, Francistown, "
    "Soweto, Khayelitsha, Gugulethu, Mitchells Plain, Durban, Umlazi, Pietermaritzburg, Polokwane, Mbombela, Mthatha, Gqeberha, Bloemfontein, "
    "Kimberley, Stellenbosch, Dakar, Thies, Saint-Louis, Ziguinchor, Bamako, Sikasso, Mopti, Ouagadougou, Bobo-Dioulasso, Abidjan, Bouake, "
    "Yamoussoukro, Lome, Cotonou, Douala, Yaounde, Bafoussam, Kinshasa, Goma, Bukavu, Lubumbashi, Kisangani, Luanda, Maputo, Beira, Nampula, "
    "Cairo, Giza, Alexandria, Mansoura, Tanta, Assiut, Luxor, Aswan, Zagazig, Ismailia, Khartoum, Omdurman, Tripoli, Benghazi, Tunis, Sfax, "
    "Sousse, Algiers, Oran, Constantine, Casablanca, Rabat, Fez, Marrakech, Agadir, Oujda, Amman, Irbid, Zarqa, Beirut, Saida, Damascus, Aleppo, "
    "Homs, Latakia, Baghdad, Basra, Mosul, Erbil, Sulaymaniyah, Najaf, Karbala, Riyadh, Jeddah, Dammam, Khobar, Taif, Abha, Tabuk, Buraidah, "
    "Doha, Manama, Muscat, Salalah, Sharjah, Ajman, Fujairah, Al Ain, Sanaa, Aden, Taiz, Gaza, Khan Younis, Nablus, Hebron, Jenin, Ramallah, "
    "Haifa, Netanya, Beersheba, Ashdod, Kfar Saba, Petah Tikva, Bnei Brak, Tehran, Shiraz, Isfahan, Mashhad, Tabriz, Ahvaz, Qom, Kerman, Rasht, "
    "Kabul, Herat, Kandahar, Mazar-i-Sharif, Jalalabad, Tashkent, Samarkand, Bukhara, Almaty, Astana, Shymkent, Bishkek, Osh, Dushanbe, Baku, "
    "Ganja, Tbilisi, Batumi, Yerevan, Gyumri, Istanbul, Ankara, Izmir, Bursa, Adana, Antalya, Gaziantep, Konya, Diyarbakır, Hatay, Kadıköy, "
    "Üsküdar, Beijing, Shanghai, Guangzhou, Shenzhen, Chengdu, Wuhan, Xi'an, Hangzhou, Nanjing, Tianjin, Chongqing, Changsha, Kunming, Harbin, "
    "Kowloon, Sha Tin, Tuen Mun, Tseung Kwan O, Taipei, Kaohsiung, Taichung, Tainan, Hualien, Seoul, Busan, Incheon, Daegu, Daejeon, Gwangju, "
    "Suwon, Gangnam, Tokyo, Osaka, Kyoto, Yokohama, Nagoya, Sapporo, Fukuoka, Sendai, Kobe, Nagasaki, Kanazawa, Shinjuku, Setagaya, Manila, "
    "Quezon City, Makati, Pasig, Taguig, Cebu, Davao, Iloilo, Bacolod, Zamboanga, Baguio, Tacloban, Cagayan de Oro, Jakarta, Surabaya, Bandung, "
    "Medan, Semarang, Makassar, Yogyakarta, Denpasar, Ubud, Lombok, Aceh, Kuala Lumpur, Petaling Jaya, Klang, Ipoh, Johor Bahru, Melaka, Kuching, "
    "Kota Kinabalu, Sandakan, Tampines, Bedok, Jurong, Toa Payoh, Woodlands, Yishun, Ang Mo Kio, Bangkok, Chiang Mai, Chiang Rai, Khon Kaen, "
    "Hat Yai, Phuket, Hanoi, Saigon, Ho Chi Minh City, Da Nang, Hue, Can Tho, Hai Phong, Nha Trang, Phnom Penh, Siem Reap, Battambang, Vientiane, "
    "Luang Prabang, Yangon, Mandalay, Sittwe, Port Moresby, Lae, Goroka, Madang, Suva, Nadi, Lautoka, Labasa, Apia, Nuku'alofa, Honiara, "
    "Port Vila, Whangarei, Tauranga, Rotorua, Gisborne, Napier, Palmerston North, Invercargill, Otara, Porirua, Alice Springs, Katherine, "
    "Broome, Kalgoorlie, Dubbo, Wagga Wagga, Toowoomba, Mackay, Cairns, Wadeye, Yuendumu, Footscray, Parramatta, Blacktown, Bankstown, Ballarat, "
    "Bendigo, Geelong, Hobart, Launceston, Iqaluit, Rankin Inlet, Whitehorse, Yellowknife, Moose Factory, Sioux Lookout, Thunder Bay, Kapuskasing, "
    "Rimouski, Trois-Rivieres, Gatineau, Moncton, Corner Brook, Kamloops, Nanaimo, Prince George, Medicine Hat, Buffalo Narrows, Attawapiskat, "
    "Tuba City, Window Rock, Chinle, Flagstaff, Bakersfield, Fresno, Modesto, Yuma, El Paso, Laredo, McAllen, Brownsville, Lubbock, Amarillo, "
    "Shreveport, Biloxi, Tupelo, Muscle Shoals, Chattanooga, Paducah, Terre Haute, Kokomo, Kalamazoo, Saginaw, Duluth, Eau Claire, Sheboygan, "
    "Dubuque, Sioux Falls, Rapid City, Minot, Bozeman, Missoula, Coeur d'Alene, Spokane, Yakima, Eugene, Medford, Anchorage, Fairbanks, Bethel, "
    "Nome, Hilo, Kailua, Waipahu, Cabo Rojo, Ponce, Mayaguez, Bayamon, San Juan, Kingston, Montego Bay, Spanish Town, Port-au-Prince, Jacmel, "
    "Cap-Haitien, Santo Domingo, Santiago, Havana, Holguin, Bridgetown, Castries, Port of Spain, San Fernando, Chaguanas, Georgetown, Paramaribo, "
    "Oaxaca, Chiapas, Tapachula, Puebla, Toluca, Guadalajara, Monterrey, Tijuana, Ciudad Juarez, Culiacan, Merida, Cancun, Iztapalapa, Coyoacan, "
    "Quetzaltenango, Tegucigalpa, San Pedro Sula, Managua, Leon, San Salvador, Bogota, Medellin, Cali, Barranquilla, Cartagena, Bucaramanga, "
    "Pasto, Quito, Guayaquil, Cuenca, Lima, Arequipa, Cusco, Trujillo, Iquitos, Puno, La Paz, El Alto, Cochabamba, Sucre, Asuncion, Montevideo, "
    "Cordoba, Rosario, Mendoza, Tucuman, Salta, Mar del Plata, Bariloche, Valparaiso, Concepcion, Temuco, Antofagasta, Punta Arenas, Sao Paulo, "
    "Rio de Janeiro, Belo Horizonte, Porto Alegre, Curitiba, Recife, Fortaleza, Salvador, Manaus, Belem, Campinas, Florianopolis, Goiania, "
    "Hackney, Brixton, Tooting, Croydon, Peckham, Tower Hamlets, Whitechapel, Ealing, Harrow, Luton, Slough, Reading, Basingstoke, Swindon, "
    "Swansea, Aberystwyth, Bangor, Wrexham, Merthyr Tydfil, Llanelli, Bradford, Halifax, Huddersfield, Wigan, Bolton, Oldham, Rochdale, Burnley, "
    "Blackpool, Barrow-in-Furness, Keswick, Kendal, Penrith, Hexham, Sunderland, Grimsby, Skegness, Kettering, Corby, Truro, Penzance, Barnstaple, "
    "Inverness, Fort William, Oban, Stornoway, Lerwick, Kirkwall, Paisley, Dundee, Galashiels, Derry, Omagh, Enniskillen, Newry, Ballymena, "
    "Galway, Spiddal, Ballinrobe, Castlebar, Letterkenny, Tralee, Killarney, Ennis, Mullingar, Tullamore, Drogheda, Dundalk, Tallaght, Finglas, "
    "Lisboa, Porto, Coimbra, Braga, Faro, Setubal, Sevilla, Malaga, Bilbao, Vigo, Zaragoza, Badalona, Hospitalet, Marseille, Lyon, Lille, Nantes, "
    "Saint-Denis, Bobigny, Liege, Charleroi, Ghent, Antwerpen, Rotterdam, Utrecht, Groningen, Almere, Eindhoven, Koln, Neukolln, Duisburg, Jena, "
    "Leipzig, Graz, Linz, Basel, Bern, Lausanne, Chur, Vicenza, Bergamo, Bari, Catania, Palermo, Napoli, Torino, Ljubljana, Maribor, Zagreb, "
    "Split, Sarajevo, Mostar, Tuzla, Novi Sad, Skopje, Tirana, Pristina, Sofia, Plovdiv, Varna, Cluj, Iasi, Timisoara, Chisinau, Odesa, Kharkiv, "
    "Lviv, Dnipro, Zaporizhzhia, Warszawa, Krakow, Lodz, Gdansk, Wroclaw, Poznan, Lublin, Brno, Ostrava, Bratislava, Kosice, Debrecen, Szeged, "
    "Limassol, Nicosia, Larnaca, Thessaloniki, Patras, Heraklion, Piraeus, Valletta, Tromso, Bergen, Trondheim, Malmo, Goteborg, Umea, Tampere, "
    "Turku, Oulu, Tartu, Riga, Kaunas, Vilnius, Minsk, Gomel, Kazan, Perm, Samara, Omsk, Tomsk, Irkutsk, Reykjavik, Akureyri, Torshavn, Nuuk"
)
